from . import test_mailings
from . import test_sample
