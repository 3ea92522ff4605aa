{
    "name": "Back Office",
    "summary": "Requests to departments, with clocks, send-backs and clear next steps",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "application": True,
    "depends": ["frontoffice_crm", "hr_holidays", "hr_skills"],
    "data": [
        "security/backoffice_groups.xml",
        "security/ir.model.access.csv",
        "security/backoffice_rules.xml",
        "data/backoffice_data.xml",
        "views/work_action.xml",
        "views/handoff_views.xml",
        "views/service_views.xml",
        "views/settings_views.xml",
        "views/menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "backoffice_ops/static/src/**/*",
            ("remove", "backoffice_ops/static/src/**/*.dark.scss"),
        ],
        "web.assets_web_dark": ["backoffice_ops/static/src/**/*.dark.scss"],
        "web.assets_tests": ["backoffice_ops/static/tests/tours/**/*"],
        "web.assets_unit_tests": [
            "backoffice_ops/static/tests/**/*",
            ("remove", "backoffice_ops/static/tests/tours/**/*"),
        ],
    },
    "demo": ["demo/sample.xml"],
}
