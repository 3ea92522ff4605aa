from . import (
    hr_employee_skill,
    people,
    slide_channel,
    slide_channel_partner,
)
