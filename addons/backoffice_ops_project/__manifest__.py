{
    "name": "Back Office: tasks",
    "summary": "A request may be done as a task: the last task done makes it ready, reopened opens it again",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "depends": ["backoffice_ops", "project"],
    "data": ["views/project_views.xml"],
    "auto_install": True,
}
