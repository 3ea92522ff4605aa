{
    "name": "Front Office: sales orders",
    "summary": "Quotations and delivery dates are promises too, and somebody calls after the delivery",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "depends": ["frontoffice_crm", "sale_crm"],
    "data": [
        "data/sale_data.xml",
        "views/sale_views.xml",
    ],
    "assets": {
        "web.assets_tests": ["frontoffice_crm_sale/static/tests/tours/**/*"],
    },
    "auto_install": True,
}
