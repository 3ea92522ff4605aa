from . import test_import_log
from . import test_handoff
from . import test_truth_table
from . import test_work
from . import test_sample
from . import test_work_tour
from . import test_audience
from . import test_desk
