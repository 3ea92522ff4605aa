{
    "name": "Back Office: timesheets",
    "summary": "What a request did cost, from the timesheets of the tasks that fulfil it",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "depends": ["backoffice_ops_project", "hr_timesheet"],
    "data": ["views/handoff_views.xml"],
    "post_init_hook": "post_init_hook",
    "auto_install": True,
}
