{
    "name": "Service Triangle: recruitment",
    "summary": "How long posts stay open, beside turnover",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "depends": ["triangle_kpis", "hr_recruitment"],
    "data": ["data/recruitment_measure.xml", "data/recruitment_kpi.xml", "views/job_views.xml"],
    "auto_install": True,
}
