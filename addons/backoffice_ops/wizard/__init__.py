from . import import_service
from . import look_back
from . import bulk
from . import ready_made_line
from . import ready_made
from . import bundle_rest
from . import clock_test
from . import replan
