from . import overtime_line
