{
    "name": "Service Triangle: orders",
    "summary": "Leads that became orders, orders per hour of selling, customers with an order",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "depends": ["triangle_kpis_account", "frontoffice_crm_sale"],
    "data": ["data/sale_measure.xml", "data/sale_kpi.xml"],
    "auto_install": True,
    "post_init_hook": "post_init_hook",
}
