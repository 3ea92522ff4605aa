{
    "name": "Front Office: text messages",
    "summary": "What was agreed goes to the customer's telephone with one click",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "depends": ["frontoffice_crm", "sms"],
    "data": ["views/sms_views.xml"],
    "assets": {
        "web.assets_backend": ["frontoffice_crm_sms/static/src/**/*"],
        "web.assets_tests": ["frontoffice_crm_sms/static/tests/tours/**/*"],
    },
    "auto_install": True,
}
