from . import move
from . import settlement
