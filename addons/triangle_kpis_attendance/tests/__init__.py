from . import test_overtime
from . import test_sample
