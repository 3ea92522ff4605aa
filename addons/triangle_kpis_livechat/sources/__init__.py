from . import bot_chat
