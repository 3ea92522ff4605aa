from . import import_log, import_log_line, import_service, promise_change
