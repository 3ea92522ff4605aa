from . import test_billing
from . import test_five_minutes
from . import test_look_back
from . import test_otif
from . import test_followup
