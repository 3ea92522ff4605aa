from . import test_leads
from . import test_orders
