from . import complaint_sale
from . import move
from . import settlement
