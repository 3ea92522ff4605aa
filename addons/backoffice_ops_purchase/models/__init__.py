from . import (
    backoffice_service,
    handoff,
    purchase_order,
    purchase_order_line,
    setup,
    stock_picking,
)
