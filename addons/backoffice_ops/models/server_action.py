import logging

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import placeholders

_logger = logging.getLogger(__name__)
SIMPLE = ("char", "text", "integer", "float", "monetary", "date", "datetime", "selection", "many2one", "boolean")


class ServerAction(models.Model):
    """A rule asks a department by itself: one more kind of server action, also in automation rules."""

    _inherit = "ir.actions.server"

    state = fields.Selection(
        selection_add=[("handoff", "Create request"), ("code",)], ondelete={"handoff": "cascade"})
    handoff_service_id = fields.Many2one(
        "backoffice.service", "Request type", index="btree_not_null", ondelete="restrict"
    )
    handoff_subject = fields.Char(
        "What is needed", help="Fields of the record in braces, for example: Credit for {{ partner_id.name }}")
    handoff_answer_ids = fields.One2many("backoffice.action.answer", "action_id", "Answers", copy=True)

    @api.constrains("state", "handoff_service_id", "handoff_subject", "model_id")
    def _check_handoff(self):
        for action in self.filtered(lambda a: a.state == "handoff"):
            if not action.handoff_service_id or not (action.handoff_subject or "").strip():
                raise ValidationError(self.env._("“%s”: choose the request type and say what is needed.", action.name))
            action._check_placeholders(action.handoff_subject)
            for answer in action.handoff_answer_ids:
                action._check_placeholders(answer.value)

    def _check_placeholders(self, text):
        """Refuse names the record does not have, and anything that is not a name."""
        if wrong := placeholders.unknown(text):
            raise ValidationError(self.env._("%s is not the name of a field. Nothing is calculated here.", wrong[0]))
        for path in placeholders.names(text):
            Model = self.env[self.sudo().model_id.model]
            for name in path.split("."):
                field = Model._fields.get(name) if Model is not None else None
                if field is None or field.type not in SIMPLE or field.groups:
                    raise ValidationError(self.env._("“%(path)s” cannot be read from %(model)s.",
                                                     path=path, model=self.model_id.name))
                Model = self.env[field.comodel_name] if field.relational else None

    @api.model
    def _place(self, record, path):
        """Value of one field path as a person reads it; numbers and dates as the answers take them."""
        *way, last = path.split(".")
        for name in way:
            record = record[name][:1]
        value = record[last]
        field = record._fields[last]
        if isinstance(value, models.BaseModel):
            return value.display_name or ""
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value or "")
        if field.type == "boolean":
            return "yes" if value else "no"
        return "" if value is False else str(value)

    @api.model
    def _warning_depends(self):
        return [*super()._warning_depends(), "handoff_service_id"]

    def _generate_action_name(self):
        if self.state == "handoff":
            return self.env._("Ask: %s", self.handoff_service_id.name or "…")
        return super()._generate_action_name()

    # -- running -----------------------------------------------------------------------------------

    def _run_action_handoff_multi(self, eval_context=None):
        """One request for each record that has no open one; what fails is said and breaks nothing else."""
        records = eval_context.get("records") or eval_context.get("record")
        if not records or self.env.context.get("onchange_self"):
            return False
        for record in self.env["backoffice.handoff"].sudo()._without_open(records, self.handoff_service_id):
            self._ask_for(record)
        return False

    def _ask_for(self, record):
        """Create and send the request of one record in a savepoint of its own."""
        # sudo: a rule asks in the name of the company, whoever set it off
        Handoff = self.env["backoffice.handoff"].sudo()
        self.env.flush_all()  # what is still to be written may set this very rule off, which then has asked already
        if not Handoff._without_open(record, self.handoff_service_id):
            return
        try:
            with self.env.cr.savepoint(), Handoff._automatic(record) as depth:
                Handoff.create({**self._prepare_auto_vals(record), "auto_depth": depth}).action_send()
        except Exception as error:  # whatever goes wrong in a rule must not stop what set it off
            _logger.warning("Rule %s created no request for %s: %s", self.id, record, error)
            self._say_failed(record, error)

    def _prepare_auto_vals(self, record):
        """Values of the request a rule creates for one record."""
        record = record.sudo()  # the fields the administrator chose, whoever set the rule off
        host = record._prepare_handoff_vals() if hasattr(record, "_prepare_handoff_vals") else {}
        answers = {a.requirement_id._key(): a._filled(record) for a in self.handoff_answer_ids}
        return {
            **{name: value for name, value in host.items() if value}, **self._auto_people(record),
            "service_id": self.handoff_service_id.id, "auto_created": True,
            "subject": placeholders.fill(self.handoff_subject, lambda path: self._place(record, path))[:500],
            "answers": {key: value for key, value in answers.items() if value} or False,
            "origin_model": record._name, "origin_id": record.id,
        }

    def _auto_people(self, record):
        """Sender, customer and company: of the record where it has them."""
        vals, user = {}, self.env.user
        if not user._is_internal() and "user_id" in record._fields and record.user_id:
            user = record.user_id
        if record._fields.get("partner_id") and record._fields["partner_id"].comodel_name == "res.partner":
            vals["partner_id"] = record.partner_id.id
        company = record.company_id if "company_id" in record._fields else self.env["res.company"]
        company = company or self.handoff_service_id.company_id or self.env.company
        return {**vals, "from_user_id": user.id if user._is_internal() else False, "company_id": company.id}

    def _say_failed(self, record, error):
        """Where people look: on the record, and on the rule."""
        text = self.env._(
            "The rule “%(rule)s” could not ask a department: %(why)s", rule=self.name, why=str(error).strip()[:300])
        for place in (record, self):
            if hasattr(place, "message_post"):
                place.sudo().message_post(body=text, subtype_xmlid="mail.mt_note")  # said by the system
