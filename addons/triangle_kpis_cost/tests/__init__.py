from . import test_costs
from . import test_sample
