from . import test_import_log
from . import test_handoff
from . import test_truth_table
from . import test_work
