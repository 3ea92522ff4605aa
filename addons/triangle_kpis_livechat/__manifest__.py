{
    "name": "Service Triangle: live chat",
    "summary": "What the robot settled alone: chats without a person, and without coming back",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "depends": ["triangle_kpis", "frontoffice_crm_livechat"],
    "data": ["data/livechat_measure.xml", "data/livechat_kpi.xml"],
    "auto_install": True,
}
