from . import promise_statement
