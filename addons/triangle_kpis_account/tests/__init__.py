from . import test_cohorts
from . import test_invoices
from . import test_customers
from . import test_owed
from . import test_sample
from . import test_known_invoice
