{
    "name": "Back Office: courses",
    "summary": "A course says which skill it teaches: offered where too few can do it, proposed to who completes it",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "depends": ["backoffice_ops", "hr_skills_slides"],
    "data": ["views/course_views.xml"],
    "assets": {"web.assets_tests": ["backoffice_ops_slides/static/tests/tours/**/*"]},
    "auto_install": True,
}
