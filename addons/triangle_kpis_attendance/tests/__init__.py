from . import test_overtime
