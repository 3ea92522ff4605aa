from . import test_import_log
