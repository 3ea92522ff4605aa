from . import (
    asset,
    booking,
    desk_phone,
    feedback,
    intake_api,
    kiosk,
    my_cases,
    portal_promise,
    promise_feed,
    public_form,
    sample,
)
