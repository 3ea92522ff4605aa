from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from .browser_common import BrowserCase
from .desk_common import DeskMixin


class GuideMixin(DeskMixin):
    """A guide with two questions that must be asked, for one of the topics."""

    @classmethod
    def _set_up_guide(cls):
        cls._set_up_desk()
        cls.priya.password = "desk_priya"
        cls.priya.group_ids |= cls.env.ref("frontoffice_crm.group_feature_guide")
        cls.guide = cls.env["frontoffice.playbook"].create({
            "name": "No heat in winter", "need_ids": cls.boiler.ids,
            "greeting": "Good morning, Lindwater, what can I do for you?",
            "step_ids": [Command.create(step) for step in (
                {"name": "I am sorry that it is cold.", "kind": "say"},
                {"name": "Are there small children?", "kind": "yes_no", "required": True},
                {"name": "What does the display show?", "hint": "Two digits below the flame", "required": True},
                {"name": "Pressure in bar", "kind": "number"},
                {"name": "When may we come?", "kind": "choice", "choices": "Morning, Afternoon, Any time"},
            )],
        })
        cls.steps = cls.guide.step_ids

    def _runs(self):
        return self.env["frontoffice.playbook.run"].search([("playbook_id", "=", self.guide.id)])


@tagged("post_install", "-at_install")
class TestDeskGuide(GuideMixin, TransactionCase):
    """What was asked at the desk is kept with the interaction, and taken back with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_guide()

    def _asked(self, *answers):
        return {"id": self.guide.id, "answers": {str(self.steps[n].id): text for n, text in answers}}

    def test_answers_are_kept(self):
        done = self._log(outcome="case", guide=self._asked((0, "Said"), (1, "No"), (3, "0.4")))
        run = self._runs()
        self.assertEqual((run.encounter_id.id, run.case_id.id), (done["encounter_id"], done["case"]["id"]))
        self.assertEqual(run.line_ids.mapped("is_done"), [True, True, False, True, False])
        self.assertEqual((run.asked, run.to_ask, run.user_id), (1, 2, self.priya))

    def test_they_are_taken_back_with_the_log(self):
        done = self._log(guide=self._asked((1, "No")))
        self.desk.undo(done["token"])
        self.assertFalse(self._runs())

    def test_a_number_is_asked_for_in_words(self):
        with self.assertRaisesRegex(ValidationError, "asks for a number"):
            self._log(guide=self._asked((3, "low")))

    def test_without_the_feature_nothing_is_asked(self):
        self.assertTrue(self.desk.open()["guides"])
        self.assertEqual(self.desk.guide(self.boiler.id)["id"], self.guide.id)
        self.assertIsNone(self.desk.guide(self.bill.id))
        self.priya.group_ids -= self.env.ref("frontoffice_crm.group_feature_guide")
        self.assertFalse(self.desk.open()["guides"])
        self.assertIsNone(self.desk.guide(self.boiler.id))
        self._log()
        self.assertFalse(self._runs())


@tagged("post_install", "-at_install", "browser")
class TestDeskGuideTour(GuideMixin, BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_guide()

    def test_asked_at_the_desk(self):
        self.start_tour("/odoo/front-desk", "frontoffice_crm.desk_guide_kept", login="desk_priya", timeout=180)
        run = self._runs()
        self.assertEqual(run.line_ids.mapped("value"), [False, "Yes", "E7", False, False])
        self.assertEqual((run.asked, run.to_ask, run.encounter_id.partner_id), (2, 2, self.ana))

    def test_asked_on_a_case(self):
        case = self.env["frontoffice.case"].create({
            "subject": "Boiler stopped", "partner_id": self.ana.id, "need_id": self.boiler.id,
        })
        self.start_tour(f"/odoo/cases/{case.id}", "frontoffice_crm.case_guide", login="desk_priya", timeout=180)
        run = self._runs()
        self.assertEqual((run.case_id, run.asked, run.to_ask, run.user_id), (case, 2, 2, self.priya))
        self.assertEqual(run.line_ids.mapped("value"), [False, "Yes", "E3", False, "Afternoon"])
        self.assertEqual(run.line_ids.mapped("is_done"), [True, True, True, False, True])

    def test_pictures(self):
        for name, size, scheme in (
            ("light", "1280x900", "light"), ("dark", "1280x900", "dark"), ("phone", "400x1100", "light"),
        ):
            self.browser_size = size
            path = self.start_tour_and_capture(
                "/odoo/front-desk", "frontoffice_crm.desk_guide", f"desk-guide-{name}", login="desk_priya",
                cookies={"color_scheme": scheme}, timeout=180,
            )
            self.assertGreater(path.stat().st_size, 5000)
            self.env["frontoffice.desk.draft"].search([]).unlink()
