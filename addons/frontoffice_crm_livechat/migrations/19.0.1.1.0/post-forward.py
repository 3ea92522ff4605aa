from odoo import SUPERUSER_ID, api
from odoo.fields import Command

OURS = "frontoffice_crm_livechat."


def migrate(cr, version):
    """The robot fetches a person: its step waited for answers of two questions at once, so it never came.

    Only where the step is still as it was shipped. It also offers what customers may read before it asks who they are.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    person, now = (
        env.ref(OURS + name, raise_if_not_found=False) or env["chatbot.script.answer"]
        for name in ("chatbot_answer_person", "chatbot_answer_now")
    )
    for name in ("chatbot_step_forward", "chatbot_step_nobody"):
        step = env.ref(OURS + name, raise_if_not_found=False)
        if step and person and now and step.triggering_answer_ids == person | now:
            step.triggering_answer_ids = [Command.set(now.ids)]
    email = env.ref(OURS + "chatbot_step_email", raise_if_not_found=False)
    if email and email.step_type == "question_email":
        email.offer_answers = True
