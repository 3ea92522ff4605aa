{
    "name": "Service Triangle",
    "summary": "Promises made, enabled and kept: one page, every number opens its records",
    "version": "19.0.1.1.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "application": True,
    "depends": ["backoffice_ops", "digest"],
    "data": [
        "security/triangle_groups.xml",
        "security/ir.model.access.csv",
        "security/triangle_rules.xml",
        "data/triangle_measure.xml",
        "data/triangle_kpi.xml",
        "data/triangle_cron.xml",
        "views/triangle_views.xml",
        "views/triangle_menus.xml",
        "data/triangle_landing.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "triangle_kpis/static/src/**/*",
        ],
        "web.assets_tests": ["triangle_kpis/static/tests/tours/**/*"],
        "web.assets_unit_tests": [
            "triangle_kpis/static/tests/**/*",
            ("remove", "triangle_kpis/static/tests/tours/**/*"),
        ],
    },
    "demo": ["demo/sample.xml"],
    "post_init_hook": "post_init_hook",
}
