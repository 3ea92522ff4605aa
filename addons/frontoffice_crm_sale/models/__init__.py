from . import (
    activity_plan,
    company,
    promise,
    sale_order,
    sale_order_line,
    desk_order,
    partner_orders,
    setup,
)
