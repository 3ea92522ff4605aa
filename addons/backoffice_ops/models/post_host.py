from odoo import api, models


class PostHost(models.AbstractModel):
    """A record people are told about."""

    _name = "backoffice.post.host"
    _description = "Told about"

    def _post_wanted(self, kind):
        """Whether anybody is told about this record at all."""
        return True

    def _post_key(self, kind):
        """What makes telling it again another message: an event, a stint. One word."""
        return 0

    def _post_about(self, kind):
        """Codes, numbers and times that must still be so when it is told. Plain JSON."""
        return {}

    def _post_still(self, post):
        """Whether it is still true when it is told, perhaps the next morning."""
        return True

    @api.model
    def _post_silent(self, posts):
        """These were not told, because they were no longer true."""

    def _post_line(self, post):
        """{"text": one line, "detail": more or "", "url": where it opens, or ""} for the person of the post.

        Optional: "actions": [(label, url)] of buttons in the mail.
        """
        return {"text": self.display_name, "detail": "", "url": self._post_url()}

    def _post_url(self):
        return f"{self.get_base_url()}/mail/view?model={self._name}&res_id={self.id}"
