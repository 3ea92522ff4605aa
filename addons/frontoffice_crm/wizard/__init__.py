from . import (
    import_log,
    import_log_line,
    import_service,
    promise_change,
    route_trial,
    look_back,
    look_back_lead,
    look_back_meeting,
    look_back_rating,
)
