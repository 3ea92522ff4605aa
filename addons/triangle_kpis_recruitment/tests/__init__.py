from . import test_time_to_fill
from . import test_sample
