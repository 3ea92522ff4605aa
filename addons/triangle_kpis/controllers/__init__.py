from . import council
from . import export
