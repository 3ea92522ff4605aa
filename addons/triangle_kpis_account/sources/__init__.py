from . import complaint_sale
from . import known_invoice
from . import move
from . import settlement
