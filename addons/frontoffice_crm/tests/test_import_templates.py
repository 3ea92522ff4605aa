from odoo.tests import tagged
from odoo.tools.misc import file_open

from .common import FrontOfficeCase

OPTIONS = {"quoting": '"', "separator": ",", "has_headers": True}


@tagged("post_install", "-at_install")
class TestImportTemplates(FrontOfficeCase):
    """Each list ships a file that the stock import takes as it is, for a manager."""

    MODELS = (
        "frontoffice.promise.standard", "frontoffice.need", "frontoffice.channel", "frontoffice.snippet",
        "frontoffice.claim", "frontoffice.mandate", "frontoffice.route",
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.need.unlink()
        cls.standard.unlink()

    def _import(self, model):
        template = self.env[model].get_import_templates()[0]["template"]
        with file_open(template.lstrip("/"), "rb") as file:
            data = file.read()
        wizard = self.env["base_import.import"].with_user(self.manager).with_company(self.company).create({
            "res_model": model, "file": data, "file_type": "text/csv", "file_name": "template.csv",
        })
        preview = wizard.parse_preview({**OPTIONS})
        self.assertNotIn("error", preview, preview.get("error"))
        headers = preview["headers"]
        columns = [header.strip() for header in headers]
        matched = {int(place): "/".join(path) for place, path in preview["matches"].items()}
        self.assertEqual([matched.get(n) for n in range(len(columns))], columns, "every column is recognised")
        return wizard.execute_import(columns, columns, {**preview["options"], **OPTIONS})

    def test_templates_import_cleanly(self):
        for model in self.MODELS:
            with self.subTest(model):
                result = self._import(model)
                self.assertEqual([m["message"] for m in result["messages"]], [])
                records = self.env[model].browse(result["ids"])
                self.assertTrue(records)
                self.assertTrue(all(records.mapped("code")))

    def test_the_template_says_what_it_is_for(self):
        template = self.env["frontoffice.need"].get_import_templates()[0]
        self.assertEqual(template["label"], "Import template: Topic")

    def test_a_list_without_a_template_has_none(self):
        self.assertEqual(self.env["frontoffice.cause"].get_import_templates(), [])
