{
    "name": "Back Office: orders and deliveries",
    "summary": "An order asks the departments it needs, and its last delivery decides whether its date was kept",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "depends": ["backoffice_ops_account", "frontoffice_crm_sale", "sale_stock"],
    "data": ["views/sale_stock_views.xml"],
    "auto_install": True,
}
