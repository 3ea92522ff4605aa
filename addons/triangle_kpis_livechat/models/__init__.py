from . import member_history
from . import triangle_dashboard
