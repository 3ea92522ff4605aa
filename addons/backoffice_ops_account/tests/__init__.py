from . import test_requests
from . import test_billing
