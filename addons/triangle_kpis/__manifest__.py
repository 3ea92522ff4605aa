{
    "name": "Service Triangle",
    "summary": "Promises made, enabled and kept: one page, every number opens its records",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "application": True,
    "depends": ["backoffice_ops", "digest"],
    "data": [],
}
