from . import (
    account_move,
    account_move_billing,
    backoffice_service,
    gesture,
    handoff,
    res_partner,
    setup,
)
