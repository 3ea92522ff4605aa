from . import outreach
from . import trace
