from markupsafe import Markup

from odoo import models


class LinkTarget(models.AbstractModel):
    """What a page by link shows of a record and lets people do. Everything here runs as technical user.

    For each action of ``_link_actions`` there is a method ``_link_<purpose>_<code>(link, values, files)``.
    It records what was done with ``{"link": link.id}`` in the payload and nothing personal beside it.
    """

    _name = "backoffice.link.target"
    _description = "Can be opened by link"

    def _link_actions(self, purpose):
        """Hook: what can be done now, a list of dicts.

        ``code``; ``label`` of the button; ``style`` (primary, secondary); ``note``: label of a text
        field, with ``note_required``; ``choices``: [(value, label)] to tick (posted as "choice");
        ``files``: label of a file field; ``date``: label of a date field (posted as "date").
        """
        return []

    def _link_page(self, link):
        """Hook: {title, number, asked, lines: [(label, text)], due_at, status, answer} in plain words."""
        return {"title": self.display_name, "number": "", "asked": "", "lines": [], "due_at": False, "status": ""}

    def _link_files(self, purpose):
        """Hook: attachments of the record that are meant for whoever has the link."""
        return self.env["ir.attachment"]

    def _link_problem(self, purpose):
        """Hook: "" or why nothing is left to do: over, cancelled, merged, gone."""
        return ""

    def _link_thanks(self, purpose, code):
        """Hook: what the page says after an action."""
        return self.env._("Thank you, we have it.")

    def _link_version(self):
        """Changes whenever a decision on an older page would be a decision on something else."""
        return str(self.write_date or "")

    def _link_mail(self, link):
        """Hook: {subject, text, button} of the mail the link goes out with."""
        return {"subject": self.display_name, "text": "", "button": self.env._("Open")}

    def _link_company(self):
        return self.company_id

    def _link_confidential(self):
        return "confidential" in self._fields and self.confidential

    def _link_says(self, link, text, files=()):
        """Words and files of somebody outside: a note among colleagues that names who it is from."""
        body = Markup("<p><b>%s</b></p><p>%s</p>") % (
            self.env._("%s, by link:", link._who()), Markup("<br/>").join((text or "").splitlines()),
        )
        return self.with_context(image_no_postprocess=True).message_post(
            body=body, subtype_xmlid="mail.mt_note",
            attachments=[(name, data, {"mimetype": mime}) for name, data, mime in files],
        )
