from . import (
    res_partner,
    mail_activity,
    mail_activity_plan_template,
    mail_activity_schedule,
)
