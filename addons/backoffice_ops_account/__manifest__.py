{
    "name": "Back Office: invoices and refunds",
    "summary": "Requests for an invoice or a credit note are ready when it is posted; how often invoices are right",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "depends": ["backoffice_ops", "account"],
    "data": ["views/account_views.xml"],
    "auto_install": True,
}
