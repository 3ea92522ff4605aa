from odoo.tests import tagged

from .advanced_common import AdvancedMixin
from .pictures_common import LOOKS, PictureCase

LIST = ".o_list_view .o_data_row, .o_kanban_record:not(.o_kanban_ghost)"  # a phone shows cards
FORM = ".o_form_view .o_field_widget"


@tagged("post_install", "-at_install", "browser")
class TestAdvancedPictures(AdvancedMixin, PictureCase):
    """Screens of the features that are switched on later: whole, readable and no wider than the screen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_advanced()

    def _check(self, prefix, pages, looks=tuple(LOOKS)):
        self.assertEqual(self.pictures(prefix, pages, self.helen.login, looks), {})

    def test_customers(self):
        self._check("customer", {
            "history": (f"/odoo/res.partner/{self.ana.id}", FORM, ".nav-link[name=service_history]",
                        ".o_fo_timeline li:nth-child(5)"),
            "mood": (f"/odoo/customer-mood/{self.moods[0].id}", "[name=why] td"),
            "moods": ("/odoo/customer-mood", LIST),
            "plan": (f"/odoo/success-plans/{self.plan.id}", ".o_form_view [name=training_ids]"),
            "plans": ("/odoo/success-plans", LIST),
        })

    def test_feedback_and_rules(self):
        self._check("rules", {
            "feedback": ("/odoo/feedback", LIST),
            "answer": (f"/odoo/feedback/{self.answers[0].id}", FORM),
            "surveys": ("/odoo/survey-rules", LIST),
            "survey": (f"/odoo/survey-rules/{self.smiley.id}", FORM),
            "assignments": ("/odoo/assignment-rules", LIST),
            "assignment": (f"/odoo/assignment-rules/{self.route.id}", FORM),
        })

    def test_last_month(self):
        """The dialog of "Try on last month", from the form of a rule."""
        self._check("rules", {
            "trial": (f"/odoo/assignment-rules/{self.route.id}", FORM, "button[name=action_try]", ".modal .o_data_row"),
        }, looks=("light", "dark"))
        trial = self.route.with_user(self.helen).action_try()["res_id"]
        self._check("rules", {"trial": (f"/odoo/frontoffice.route.trial/{trial}", LIST)}, looks=("phone",))

    def test_sales(self):
        lead = f"/odoo/crm.lead/{self.lead.id}"
        self._check("sales", {
            "guide": (f"/odoo/call-guides/{self.guide.id}", ".o_form_view [name=step_ids]"),
            "guides": ("/odoo/call-guides", LIST),
            "guide-in-use": (f"/odoo/cases/{self.cases[0].id}", FORM, "button[name=action_guide]",
                             ".modal .o_fo_question:nth-child(5)"),
            "score": (lead, FORM, ".nav-link[name=service_score]", "[name=service_score_why] td"),
            "given": (lead, FORM, ".nav-link[name=service_material]", "[name=asset_share_ids]"),
            "material": (f"/odoo/material/{self.asset.id}", FORM),
        })
