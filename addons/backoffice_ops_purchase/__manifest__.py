{
    "name": "Back Office: orders to vendors",
    "summary": "A request is bought: it waits for the date the vendor told, and is ready when all is received",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "depends": ["backoffice_ops", "purchase_stock"],
    "data": ["views/purchase_views.xml"],
    "auto_install": True,
}
