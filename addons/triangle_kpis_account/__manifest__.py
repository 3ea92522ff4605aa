{
    "name": "Service Triangle: invoices",
    "summary": "Revenue, customers who stay, right invoices, days to be paid",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "depends": ["triangle_kpis", "backoffice_ops_account"],
    "data": ["data/account_measure.xml", "data/account_kpi.xml"],
    "auto_install": True,
}
