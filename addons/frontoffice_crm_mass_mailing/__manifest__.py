{
    "name": "Front Office: mailings",
    "summary": "Write to those who asked, bought or were disappointed; plan steps that send by themselves",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "depends": ["frontoffice_crm", "mass_mailing_crm"],
    "data": [
        "data/mailing_data.xml",
        "views/mailing_views.xml",
    ],
    "auto_install": True,
}
