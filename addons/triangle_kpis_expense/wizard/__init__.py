from . import look_back
