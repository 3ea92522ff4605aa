from . import test_orders
from . import test_deliveries
from . import test_look_back
