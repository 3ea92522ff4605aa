from . import (
    account_move,
    backoffice_service,
    handoff,
    res_partner,
    sale_order,
    sale_order_line,
    setup,
    stock_picking,
)
