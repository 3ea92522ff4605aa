from . import (
    backoffice_service,
    handoff,
    promise,
    project_task,
)
