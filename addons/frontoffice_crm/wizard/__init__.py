from . import (
    import_log,
    import_log_line,
    import_service,
    promise_change,
    look_back,
    look_back_lead,
    look_back_meeting,
    look_back_rating,
)
