from . import test_working_time
from . import test_browser_page
from . import test_ledger
from . import test_access
from . import test_desk
from . import test_mail_intake
from . import test_mail_corpus
from . import test_working_time_edges
