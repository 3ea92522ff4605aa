from . import (
    account_move,
    backoffice_service,
    handoff,
    sale_order,
    sale_order_line,
    setup,
    stock_picking,
)
