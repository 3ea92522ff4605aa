from . import (
    asset,
    booking,
    desk_phone,
    feedback,
    intake_api,
    kiosk,
    my_cases,
    personal,
    portal_promise,
    promise_feed,
    public_form,
    sample,
)
