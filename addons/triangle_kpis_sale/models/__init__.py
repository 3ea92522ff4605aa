from . import crm_lead
from . import sale_order
from . import sample
from . import triangle_recompute
