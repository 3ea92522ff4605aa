from . import (
    backoffice_service,
    backoffice_settings,
    handoff,
    hr_employee,
    hr_version,
    setup,
)
