{
    "name": "Service Triangle: deliveries",
    "summary": "On time and in full: orders by their last delivery, with the date that was told",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "depends": ["triangle_kpis_sale", "backoffice_ops_sale_stock"],
    "data": ["data/stock_measure.xml", "data/stock_kpi.xml"],
    "auto_install": True,
}
