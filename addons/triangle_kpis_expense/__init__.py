from . import sources
from . import models
from . import wizard
