{
    "name": "Back Office: new colleagues",
    "summary": "A new employee or a contract that starts asks for desk, account, payroll and safety by itself",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "depends": ["backoffice_ops", "hr"],
    "data": ["data/on_boarding_cron.xml", "views/on_boarding_views.xml"],
    "auto_install": True,
}
