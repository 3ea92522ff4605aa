from . import account_analytic_account
from . import account_analytic_line
from . import sample
from . import triangle_recompute
from . import utm_campaign
