from odoo.tests import new_test_user, tagged

from .browser_common import BrowserCase


@tagged("post_install", "-at_install", "browser")
class TestPersonalPictures(BrowserCase):
    """Counted first, then typed, then erased: light, dark and on a phone."""

    def test_from_the_contact(self):
        manager = new_test_user(self.env, "helen-personal", "frontoffice_crm.group_manager", name="Helen", tz="UTC")
        person = self.env["res.partner"].create({"name": "Ana Ortiz", "email": "ana-personal@example.com"})
        channel = self.env["frontoffice.channel"].create({"name": "Counter", "kind": "counter"})
        self.env["frontoffice.encounter"].create([
            {"partner_id": person.id, "channel_id": channel.id, "note": "No heat"} for _n in range(3)
        ])
        url = f"/odoo/res.partner/{person.id}"
        self.start_tour_and_capture(url, "frontoffice_personal_dialog", "personal-light", login=manager.login)
        dark = {"color_scheme": "dark"}
        self.start_tour_and_capture(
            url, "frontoffice_personal_dialog", "personal-dark", login=manager.login, cookies=dark
        )
        self.browser_size = "400x860"
        self.start_tour_and_capture(url, "frontoffice_personal_dialog", "personal-phone", login=manager.login)
        self.start_tour(url, "frontoffice_personal_erased", login=manager.login)
        self.assertFalse(person.active)
        self.assertNotIn("Ana", person.name)
