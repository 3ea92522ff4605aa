from . import sources
from . import models
