from . import test_sale
from . import test_lead_tour
from . import test_setup
