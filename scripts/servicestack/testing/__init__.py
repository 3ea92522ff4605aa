"""Every kind of test, how it is run and how its result is counted."""
