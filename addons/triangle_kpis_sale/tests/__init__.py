from . import test_known_order
from . import test_leads
from . import test_orders
from . import test_sample
