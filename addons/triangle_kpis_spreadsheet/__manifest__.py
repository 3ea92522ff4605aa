{
    "name": "Service Triangle: spreadsheet dashboard",
    "summary": "What is counted, month by month, as a dashboard to look at and to copy",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "depends": ["triangle_kpis", "spreadsheet_dashboard"],
    "data": ["data/dashboard.xml"],
    "auto_install": True,
}
