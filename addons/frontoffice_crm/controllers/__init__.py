from . import feedback, intake_api, my_cases, portal_promise, promise_feed, public_form, sample
