{
    "name": "Service Triangle: cost of customers and campaigns",
    "summary": "What a new customer costs and what campaigns bring, from analytic lines",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "depends": ["triangle_kpis_account"],
    "data": ["data/cost_measure.xml", "data/cost_kpi.xml", "views/cost_views.xml"],
    "auto_install": True,
}
