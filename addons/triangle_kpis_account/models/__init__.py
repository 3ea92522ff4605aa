from . import account_move
from . import account_partial_reconcile
from . import customer_cohort
from . import customer_value
from . import triangle_recompute
from . import sample
