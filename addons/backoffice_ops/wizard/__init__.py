from . import import_service
from . import look_back
from . import bulk
from . import ready_made_line
from . import ready_made
