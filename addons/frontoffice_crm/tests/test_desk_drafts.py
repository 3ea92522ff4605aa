import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_desk_courtesy import CourtesyCase

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def b64(raw):
    return base64.b64encode(raw).decode()


@tagged("post_install", "-at_install")
class TestDeskFiles(CourtesyCase):
    def test_a_picture_goes_with_the_case(self):
        file = self.desk.attach("C:\\fakepath\\boiler.png", b64(PNG))
        self.assertEqual((file["name"], file["image"]), ("boiler.png", True))
        done = self._log(outcome="case", attachment_ids=[file["id"]])
        kept = self.env["ir.attachment"].browse(file["id"])
        self.assertEqual((kept.res_model, kept.res_id), ("frontoffice.case", done["case"]["id"]))

    def test_kinds_and_sizes(self):
        for name, raw, words in (
            ("page.html", b"<html><script>alert(1)</script>", "not a kind"),
            ("picture.png", b"MZ\x90\x00\x03", "not a kind"),
            ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a kind"),
            ("empty.txt", b"", "is empty"),
            ("big.txt", b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
        ):
            with self.subTest(name), self.assertRaisesRegex(UserError, words):
                self.desk.attach(name, b64(raw))
        with self.assertRaisesRegex(UserError, "did not arrive whole"):
            self.desk.attach("x.png", "not base64!")
        renamed = self.desk.attach("page.html", b64(b"just words"))
        kept = self.env["ir.attachment"].browse(renamed["id"])
        self.assertEqual((kept.name, kept.mimetype), ("page.html.txt", "text/plain"))

    def test_what_was_not_checked_is_not_logged(self):
        made = self.env["ir.attachment"].with_user(self.priya).create({"name": "x.exe", "raw": b"MZ\x90\x00"})
        with self.assertRaisesRegex(UserError, "not a kind"):
            self._log(attachment_ids=made.ids)

    def test_pain_19_files_of_a_draft_are_ones_own(self):
        file_id = self.desk.attach("secret.png", b64(PNG))["id"]
        theirs = self.env["ir.attachment"].with_user(self.omar).browse(file_id)
        with self.assertRaises(AccessError):
            theirs.read(["name", "datas"])
        self.assertFalse(self.env["ir.attachment"].with_user(self.omar).search([("id", "=", file_id)]))
        desk = self.env["frontoffice.desk"].with_user(self.omar)
        with self.assertRaises(AccessError):
            desk.log({"about": "x", "attachment_ids": [file_id]})
        desk.discard(file_id)
        self.assertTrue(theirs.sudo().exists())
        self.desk.discard(file_id)
        self.assertFalse(theirs.sudo().exists())

    def test_left_files_go(self):
        old = self.env["ir.attachment"].browse(self.desk.attach("a.png", b64(PNG))["id"])
        new = self.env["ir.attachment"].browse(self.desk.attach("b.png", b64(PNG))["id"])
        self.env.cr.execute("UPDATE ir_attachment SET create_date = now() - interval '40 days' WHERE id = %s", [old.id])
        old.invalidate_recordset()
        self.env["frontoffice.desk"]._gc_files()
        self.assertEqual((bool(old.exists()), bool(new.exists())), (False, True))


@tagged("post_install", "-at_install")
class TestDeskAutosave(CourtesyCase):
    def _age(self, seconds=300):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE frontoffice_desk_draft SET write_date = write_date - make_interval(secs => %s)", [seconds]
        )
        self.env.invalidate_all()

    def test_pain_18_an_unsaved_form_survives_a_crash(self):
        self.desk.autosave({"note": "no heat si"}, "Ana", None, "window-1")
        self.desk.autosave({"note": "no heat since Monday"}, "Ana", None, "window-1")
        self.assertEqual(self.env["frontoffice.desk.draft"].search_count([("user_id", "=", self.priya.id)]), 1)
        self.assertEqual(self.desk.unfinished("window-1")["note"], "no heat since Monday")
        self.assertIsNone(self.desk.unfinished("window-2"))
        self.assertFalse(self.desk.refresh()["drafts"], "no noise while it is being filled in")
        self._age()
        left = self.desk.refresh()["drafts"]
        self.assertEqual([(d["label"], d["window"]) for d in left], [("Ana", "window-1")])
        self.assertEqual(self.desk.unpark(left[0]["id"])["note"], "no heat since Monday")

    def test_logged_or_cleared_it_is_gone(self):
        self.desk.autosave({"note": "a"}, "Ana", None, "w")
        self._log(window="w")
        self.assertIsNone(self.desk.unfinished("w"))
        self.desk.autosave({"note": "a"}, "Ana", None, "w")
        self.desk.autosave(None, "", None, "w")
        self.assertIsNone(self.desk.unfinished("w"))

    def test_parked_it_stays_and_is_saved_in_place(self):
        self.desk.autosave({"note": "a"}, "Ana", None, "w")
        draft_id = self.desk.unfinished("w")["draft_id"]
        parked = self.desk.park({"note": "ab"}, "Ana", draft_id)
        self.assertEqual([d["id"] for d in parked["drafts"]], [draft_id])
        self.assertIsNone(self.desk.unfinished("w"))
        self.desk.autosave({"note": "abc"}, "Ana", draft_id, "w")
        self.assertEqual(self.desk.unpark(draft_id)["note"], "abc")
        self.assertIsNone(self.desk.unfinished("w"))

    def test_nobody_elses(self):
        self.desk.autosave({"note": "secret"}, "Ana", None, "w")
        self._age()
        theirs = self.env["frontoffice.desk"].with_user(self.omar)
        self.assertIsNone(theirs.unfinished("w"))
        self.assertFalse(theirs.refresh()["drafts"])
        theirs.autosave(None, "", None, "w")
        self.assertTrue(self.desk.unfinished("w"))

    def test_too_long_is_kept_as_it_was(self):
        self.desk.autosave({"note": "a"}, "Ana", None, "w")
        self.assertFalse(self.desk.autosave({"note": "x" * 40_000}, "Ana", None, "w"))
        self.assertEqual(self.desk.unfinished("w")["note"], "a")
