from unittest.mock import patch

from odoo.tests import tagged

from ..models.public_guard import PublicGuard
from .browser_common import BrowserCase
from .reception_scripts import HANDS

TYPE = HANDS + """
const write = async (text) => {
    const field = await seen("#fo_text");
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
};
"""
SOLVED = TYPE + """
(async () => {
    await write("Can I bleed my radiator myself?");
    await click(".o_fo_answers summary", "How do I bleed a radiator?");
    if (document.querySelector(".o_fo_answers img")) throw new Error("an answer became markup");
    await seen(".o_fo_answers p", "<img src=x>");
    await write("Something else entirely, about my bill");
    for (let i = 0; document.querySelector(".o_fo_answers details"); i++) {
        if (i > 200) throw new Error("the old answer stays");
        await new Promise((done) => setTimeout(done, 50));
    }
    await write("Can I bleed my radiator myself?");
    (await seen(".o_fo_answers details")).open = true;
    console.log("test successful");
    await click(".o_fo_answers button", "This solved it");
})().catch((error) => console.error(error.message));
"""


@tagged("post_install", "-at_install", "browser")
class TestAnswersTour(BrowserCase):
    """A visitor types, finds the answer, and sends nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls.env["frontoffice.channel"].create({
            "name": "Web form", "kind": "web", "company_id": cls.env.company.id, "form_enabled": True,
        })
        cls.env["frontoffice.snippet"].search([("is_public", "=", True)]).is_public = False
        cls.answer = cls.env["frontoffice.snippet"].create({
            "shortcut": "bleed", "is_public": True, "question": "How do I bleed a radiator?",
            "text": "Turn the small key until water comes.\\n<img src=x>",
        })
        cls.url = f"/service/{cls.form.form_token}"

    def test_solved_without_us(self):
        encounters = self.env["frontoffice.encounter"].search([])
        ready = "document.querySelector('#fo_text') !== null && document.readyState === 'complete'"
        with patch.object(PublicGuard, "_is_robot", lambda *_args, **_kwargs: False):  # a script types too fast
            self.browser_js(self.url, SOLVED, ready, login=None, timeout=60)
            self._until(lambda: self.answer.helped_count == 1)
        encounter = self.env["frontoffice.encounter"].search([]) - encounters
        self.assertEqual((encounter.outcome, encounter.note), ("informed", "How do I bleed a radiator?"))

    def _until(self, done):
        """The page went on by itself: what it posted arrives a moment later."""
        for _try in range(100):
            self.env.invalidate_all()
            if done():
                return
            self.env.cr.execute("SELECT pg_sleep(0.05)")
        raise AssertionError("nothing arrived")
