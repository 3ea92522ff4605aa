from . import known_order
from . import lead_order
from . import order
