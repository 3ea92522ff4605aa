from . import test_working_time
from . import test_browser_page
from . import test_desk
