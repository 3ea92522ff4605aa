from . import overtime_line
from . import sample
