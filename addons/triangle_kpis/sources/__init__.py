from . import base
from . import case
from . import encounter
from . import handoff
from . import promise
from . import rating
