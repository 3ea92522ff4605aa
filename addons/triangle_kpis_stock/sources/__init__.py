from . import billing
from . import delivery
