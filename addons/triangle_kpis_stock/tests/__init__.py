from . import test_otif
from . import test_look_back
