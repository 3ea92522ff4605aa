from . import test_costs
