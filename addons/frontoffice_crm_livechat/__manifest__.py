{
    "name": "Front Office: live chat",
    "summary": "Chats are interactions; a ready chatbot opens a case with a safe date or fetches a person",
    "version": "19.0.1.1.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "depends": ["frontoffice_crm", "im_livechat"],
    "data": [
        "data/chatbot_data.xml",
        "views/livechat_views.xml",
    ],
    "auto_install": True,
}
