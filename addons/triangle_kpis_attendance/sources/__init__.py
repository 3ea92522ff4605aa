from . import overtime
