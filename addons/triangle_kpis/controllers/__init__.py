from . import council
from . import export
from . import figures_api
from . import taken
