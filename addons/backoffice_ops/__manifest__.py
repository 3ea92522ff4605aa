{
    "name": "Back Office",
    "summary": "Requests to departments, with clocks, send-backs and clear next steps",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "application": True,
    "depends": ["frontoffice_crm", "hr_holidays", "hr_skills"],
    "data": [
        "security/backoffice_groups.xml",
        "security/ir.model.access.csv",
        "security/backoffice_rules.xml",
        "data/backoffice_data.xml",
    ],
}
