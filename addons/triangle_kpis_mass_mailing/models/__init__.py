from . import link_tracker_click
from . import mailing_mailing
from . import mailing_trace
from . import sample
from . import triangle_recompute
