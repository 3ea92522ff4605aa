from odoo import api, models

SHORT = 140
MARKS = {"kept": "good", "late": "bad", "broken": "bad", "made": "open", "enabled": "open"}
OPEN = ("new", "open", "waiting_customer", "waiting_backoffice")


def short(text):
    """The first line of a text, cut where it gets long."""
    line = " ".join((text or "").split())
    return line if len(line) <= SHORT else f"{line[:SHORT - 1]}…"


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_timeline_sources(self):
        """Hook: what the history of a customer is made of. Upper addons and bridges add theirs.

        A list of dicts: ``code`` (unique), ``label``, ``icon`` (Font Awesome), ``model``, ``date``
        (a stored datetime of it), ``partner`` (a stored many2one or many2many of it), ``domain``, and ``line``, a
        function of a record that returns {title, text, mark}. Each is read under the user's rights.
        """
        _ = self.env._
        return [
            {"code": "interaction", "label": _("Interaction"), "icon": "fa-comments-o", "partner": "partner_id",
             "model": "frontoffice.encounter", "date": "arrived_at", "domain": [], "line": self._line_interaction},
            {"code": "case", "label": _("Case"), "icon": "fa-folder-open-o", "partner": "partner_id",
             "model": "frontoffice.case", "date": "opened_at", "domain": [], "line": self._line_case},
            {"code": "promise", "label": _("Promise"), "icon": "fa-handshake-o", "partner": "partner_id",
             "model": "frontoffice.promise", "date": "made_at", "domain": [("origin_kind", "!=", "auto")],
             "line": self._line_promise},
            {"code": "feedback", "label": _("Feedback"), "icon": "fa-smile-o", "partner": "partner_id",
             "model": "frontoffice.feedback.invitation", "date": "answered_at", "domain": [],
             "line": self._line_feedback},
            {"code": "goodwill", "label": _("Goodwill"), "icon": "fa-gift", "partner": "partner_id",
             "model": "frontoffice.gesture", "date": "create_date", "domain": [], "line": self._line_goodwill},
            {"code": "lead", "label": _("Lead"), "icon": "fa-star-o", "partner": "partner_id", "model": "crm.lead",
             "date": "create_date", "domain": [], "line": self._line_lead},
        ]

    @api.model
    def _line_interaction(self, record):
        outcome = dict(record._fields["outcome"]._description_selection(self.env)).get(record.outcome, "")
        channel = record.channel_id.name or ""
        return {
            "title": " · ".join(filter(None, (channel, record.need_id.name, outcome))), "text": short(record.note),
            "mark": "bad" if record.state in ("abandoned", "no_show") else "open" if record.state == "waiting" else "",
        }

    @api.model
    def _line_case(self, record):
        state = dict(record._fields["state"]._description_selection(self.env)).get(record.state, "")
        return {
            "title": f"{record.name} {record.subject}", "text": state,
            "mark": "open" if record.state in OPEN else "bad" if record.type == "complaint" else "",
        }

    @api.model
    def _line_promise(self, record):
        state = dict(record._fields["state"]._description_selection(self.env)).get(record.state, "")
        return {"title": record.name, "text": state, "mark": MARKS.get(record.state, "")}

    @api.model
    def _line_feedback(self, record):
        verdict = dict(record._fields["verdict"]._description_selection(self.env)).get(record.verdict, "")
        question = dict(record._fields["instrument"]._description_selection(self.env)).get(record.instrument, "")
        return {
            "title": question, "text": verdict, "mark": {"good": "good", "bad": "bad"}.get(record.verdict, ""),
        }

    @api.model
    def _line_goodwill(self, record):
        return {"title": record.display_name, "text": "", "mark": ""}

    @api.model
    def _line_lead(self, record):
        return {
            "title": record.name, "text": record.stage_id.name or "",
            "mark": "good" if record.won_status == "won" else "",
        }
