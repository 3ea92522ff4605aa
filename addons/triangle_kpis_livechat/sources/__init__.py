from . import bot_chat
from . import chat_rating
