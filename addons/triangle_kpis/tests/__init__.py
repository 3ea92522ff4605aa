from . import test_engine
from . import test_figures
from . import test_hoot
from . import test_page
from . import test_page_tour
from . import test_truth_table
