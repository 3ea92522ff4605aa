{
    "name": "Service Triangle: mailings",
    "summary": "How many people our mailings reach, and how many of them come back with a click",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "depends": ["triangle_kpis", "mass_mailing"],
    "data": ["data/mailing_measure.xml", "data/mailing_kpi.xml", "views/mailing_views.xml"],
    "auto_install": True,
}
