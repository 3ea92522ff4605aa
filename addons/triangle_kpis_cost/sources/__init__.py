from . import cost
