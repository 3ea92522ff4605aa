from odoo import api, fields, models
from odoo.exceptions import UserError

TOLD = ("comment", "notification", "email")


class HandoffPause(models.Model):
    """Waiting stops a clock only with proof, never for longer than agreed, and ends by itself."""

    _inherit = "backoffice.handoff"

    def _pause_payloads(self, reason, evidence, until):
        """Function of a request: the payload of its pause. Raises UserError where proof is missing."""
        until = fields.Datetime.to_datetime(until or None)
        if until and until <= fields.Datetime.now():
            raise UserError(self.env._("Choose a moment in the future, or leave it empty."))
        rules = self.env["backoffice.pause.reason"]._by_company(self.company_id)
        stopping = self.filtered(lambda h: evidence and rules[h.company_id.id, reason].stops_clock)
        proofs = stopping._pause_proofs({
            h.id: rules[h.company_id.id, reason].needs_customer_message and bool(h.case_id) for h in stopping
        })
        stopping._check_proof(proofs, rules, reason)
        return lambda h: {
            "reason": reason, "evidence": h in stopping, **proofs.get(h.id, {}),
            **({"until": until.isoformat()} if until else {}),
        }

    def _check_proof(self, proofs, rules, reason):
        """What is missing, in words that say what to do."""
        for handoff in self:
            if proofs[handoff.id]:
                continue
            if rules[handoff.company_id.id, reason].needs_customer_message and handoff.case_id:
                raise UserError(self.env._(
                    "The clock waits once the customer knows. Write to the customer first, "
                    "or wait without proof: then your clock goes on."))
            raise UserError(self.env._(
                "The clock waits only with proof. Write what was sent or asked, or attach the file, "
                "or wait without proof: then your clock goes on."))

    def _pause_proofs(self, customer=None):
        """{id: {"proof": message id} or {"file": attachment id} or {}} since the last step; two or three queries.

        ``customer``: {id: whether it must be a message to the customer}.
        """
        customer = customer or {}
        since = self._last_steps()
        result = {handoff.id: {} for handoff in self}
        plain = self.filtered(lambda h: not customer.get(h.id))
        for message in plain._messages_since(since):
            handoff = self.browse(message.res_id)
            if message.date >= since[handoff.id] and message.author_id != handoff.from_user_id.partner_id:
                result[handoff.id] = {"proof": message.id}
        for file in plain._files_since(since):
            handoff = self.browse(file.res_id)
            if file.create_date >= since[handoff.id] and file.create_uid != handoff.from_user_id:
                result[handoff.id] = result[handoff.id] or {"file": file.id}
        for handoff in self - plain:
            told = handoff._customer_message(since[handoff.id])
            result[handoff.id] = {"proof": told.id} if told else {}
        return result

    def _last_steps(self):
        """{id: when the request last moved}: what was written before that proves nothing new."""
        rows = self.env["backoffice.handoff.event"].sudo()._read_group(  # a time alone
            [("handoff_id", "in", self.ids)], ["handoff_id"], ["at:max"]
        )
        found = {handoff.id: at for handoff, at in rows}
        return {handoff.id: found.get(handoff.id) or handoff.create_date for handoff in self}

    def _messages_since(self, since):
        # sudo: that there is a message counts, whoever may read it
        return self.env["mail.message"].sudo().search(
            [("model", "=", self._name), ("res_id", "in", self.ids), ("message_type", "in", TOLD),
             ("date", ">=", min(since.values(), default=fields.Datetime.now())), ("body", "!=", False)], order="id"
        )

    def _files_since(self, since):
        # sudo: as above, for files
        return self.env["ir.attachment"].sudo().search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids),
             ("create_date", ">=", min(since.values(), default=fields.Datetime.now()))], order="id"
        )

    def _customer_message(self, since):
        """The last message we wrote in the customer's thread, the case."""
        self.ensure_one()
        # sudo: that the customer was told counts, whoever may read it
        return self.env["mail.message"].sudo().search([
            ("model", "=", "frontoffice.case"), ("res_id", "=", self.case_id.id), ("is_internal", "=", False),
            ("subtype_id.internal", "=", False), ("author_id", "!=", self.partner_id.id),
            ("date", ">=", since), ("message_type", "in", TOLD),
        ], order="id desc", limit=1)

    # -- when it ends ------------------------------------------------------------------------------

    def _payload_paused(self, payloads, moments, states):
        """Also when it goes on by itself, and how much time was left: a pause a minute before due shows."""
        result = super()._payload_paused(payloads, moments, states)
        closed = self._closed(moments, states)
        ends = self._pause_ends(payloads, moments)
        for record in self:
            extra = result.setdefault(record.id, {})
            if record.id in closed:
                extra["left_s"] = states[record.id].deliver_s - states[record.id].used_s - closed[record.id]
            if ends.get(record.id):
                extra["resume_at"] = ends[record.id]
        return result

    def _pause_ends(self, payloads, moments):
        """{id: ISO moment}: the longest wait agreed, counted in the department's hours, or the date given."""
        rules = self.env["backoffice.pause.reason"]._by_company(self.company_id)
        caps = {r: rules.get((r.company_id.id, payloads[r.id].get("reason"))) for r in self}
        jobs = {
            (r, "resume_at"): (moments[r.id], round(cap.cap_hours * 3600))
            for r, cap in caps.items() if cap and cap.cap_hours
        }
        planned = self._planned(jobs, self._receiver_calendars()) if jobs else {}
        result = {}
        for record in self:
            both = [planned.get(record.id, {}).get("resume_at"), payloads[record.id].get("until")]
            result[record.id] = min(filter(None, both), default=None)
        return result

    @api.model
    def _resume_domain(self, now=None):
        """Waits whose time is over."""
        return fields.Domain("state", "=", "paused") & fields.Domain(
            "resume_due_at", "<", now or fields.Datetime.now()
        )

    @api.model
    def _cron_resume(self, limit=500):
        """Back into work, dated when the wait ran out. Running it again changes nothing."""
        todo = self.search(self._resume_domain(), limit=limit).try_lock_for_update(allow_referencing=True)
        todo._record("resumed", {"auto": True}, at=lambda handoff: handoff.resume_due_at)
        self.env["ir.cron"]._commit_progress(
            len(todo), remaining=self.search_count(self._resume_domain(), limit=1)
        )
