from . import (
    frontoffice_channel,
    encounter,
    chatbot_script_answer,
    chatbot_script_step,
    discuss_channel,
)
