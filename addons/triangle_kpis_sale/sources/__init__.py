from . import lead_order
from . import order
