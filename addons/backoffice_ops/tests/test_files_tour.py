from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.browser_common import BrowserCase
from odoo.addons.frontoffice_crm.tests.desk_common import DeskMixin

from . import work_common as wc

PNG = b"\x89PNG\r\n\x1a\n"


@tagged("post_install", "-at_install", "browser")
class TestWorkFilesTour(BrowserCase):
    """Real drop and paste events with real files, and what is stored of them."""

    def test_into_a_request(self):
        data = wc.finance(self.env)
        request = wc.ask(self.env, data)
        self.start_tour("/odoo/my-work", "backoffice_work_files", login="ines")
        files = self.env["ir.attachment"].search(
            [("res_model", "=", request._name), ("res_id", "=", request.id)], order="id")
        self.assertEqual(files.mapped("name"), ["boiler.png", "notes.txt", "image.png", "after.txt"])
        self.assertEqual(
            files.mapped("mimetype"), ["image/png", "text/plain", "image/png", "text/plain"])
        self.assertTrue(files[0].raw.startswith(PNG) and files[2].raw.startswith(PNG))
        self.assertEqual((files[1].raw, files[3].raw), (b"Nach 4711 fragen", b"still here"))
        said = request.sudo().message_ids.filtered("attachment_ids")
        self.assertEqual(said.attachment_ids, files, "each is part of what both sides read")
        self.assertEqual(said.author_id, data["ines"].partner_id)
        self.assertFalse(self.env["ir.attachment"].search([("name", "in", ("setup.png", "film.png", "missed.png"))]))


@tagged("post_install", "-at_install", "browser")
class TestDeskFilesTour(DeskMixin, BrowserCase):
    """The same at the desk."""

    def test_into_the_form(self):
        self._set_up_desk()
        self.priya.password = "desk_priya"
        self.start_tour("/odoo/front-desk", "backoffice_desk_files", login="desk_priya")
        encounter = self.env["frontoffice.encounter"].search([("partner_id", "=", self.ana.id)])
        host = encounter.case_id or encounter
        files = self.env["ir.attachment"].search(
            [("res_model", "=", host._name), ("res_id", "=", host.id)], order="id")
        self.assertEqual(files.mapped("name"), ["boiler.png", "image.png", "notes.txt", "after.txt"])
        self.assertTrue(files[0].raw.startswith(PNG) and files[1].raw.startswith(PNG))
        self.assertEqual((files[2].raw, files[3].raw), (b"4711", b"still here"))
        self.assertFalse(self.env["ir.attachment"].search([("name", "in", ("setup.png", "film.png"))]))
