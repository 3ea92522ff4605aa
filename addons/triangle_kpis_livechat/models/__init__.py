from . import member_history
