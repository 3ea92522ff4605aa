from . import import_service
