from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.backoffice_ops.tests import test_people_tour


@tagged("post_install", "-at_install", "browser")
class TestCourseTour(test_people_tour.TestPeopleTour):
    """The same finance department, with a course for what Ines alone can do."""

    test_a_head_looks_ahead = test_why_this_person = None  # told beside the people themselves

    def test_a_course_beside_the_skill(self):
        self.data["tomas"].email = "tomas@example.com"
        self.data["helen"].email = "helen@example.com"
        course = self.env["slide.channel"].create({
            "name": "Credit for beginners", "is_published": True,
            "teaches_skill_id": self.data["credit"].skill_ids.skill_id.id,
            "slide_ids": [Command.create({"name": "Limits", "slide_category": "article", "is_published": True})],
        })
        self.start_tour_and_capture(
            test_people_tour.PEOPLE, "backoffice_people_course", "people-course-light", login="helen")
        self.assertIn(self.data["tomas"].partner_id, course.channel_partner_all_ids.partner_id)
        for name, options in (("dark", {"dark": True}), ("phone", {"width": 400, "height": 800})):
            self.screenshot(f"people-course-{name}", test_people_tour.PEOPLE, login="helen",
                            ready="document.querySelector('.o_bo_course') !== null", **options)
