from . import test_on_boarding
