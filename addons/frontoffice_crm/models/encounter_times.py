from odoo import api, fields, models

TIMED = frozenset({"first_response_at", "arrived_at", "channel_id"})


class Encounter(models.Model):
    """What figures need of an interaction and what would look different tomorrow."""

    _inherit = "frontoffice.encounter"

    response_minutes = fields.Float(
        "Minutes to the first answer", readonly=True, copy=False, aggregator="avg",
        help="On the clock of the channel: working minutes, or all of them.",
    )
    is_unheard = fields.Boolean(
        "Nobody's topic", readonly=True, copy=False,
        help="When it was logged, its topic had no standard promise or nobody who looks after it.",
    )

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and field.name in ("response_minutes", "is_unheard") and not self.env.su:
            return False
        return super()._has_field_access(field, operation)

    @api.model_create_multi
    def create(self, vals_list):
        encounters = super().create(vals_list)
        encounters.filtered("first_response_at")._measure_response()
        encounters.filtered("need_id")._note_unheard()
        return encounters

    def write(self, vals):
        moved = self.filtered(lambda e: e.need_id.id != vals["need_id"]) if vals.get("need_id") else self.browse()
        done = super().write(vals)
        if TIMED & vals.keys():
            self._measure_response()
        moved._note_unheard()
        return done

    def _measure_response(self):
        """Minutes from arriving to the first answer; one interval fetch per calendar, none around the clock."""
        groups = {}
        for encounter in self.sudo():  # sudo: whoever answers, nobody types it
            start, stop = encounter.arrived_at, encounter.first_response_at
            if not stop or stop <= start:
                encounter.response_minutes = 0
            elif encounter.channel_id.first_response_clock == "wall":
                encounter.response_minutes = (stop - start).total_seconds() / 60
            else:
                groups.setdefault(encounter.company_id.resource_calendar_id, []).append(encounter)
        for calendar, encounters in groups.items():
            seconds = calendar._count_seconds([(e.arrived_at, e.first_response_at) for e in encounters])
            for encounter, count in zip(encounters, seconds, strict=True):
                encounter.response_minutes = count / 60

    def _note_unheard(self):
        """Freeze whether somebody looks after this topic and something is promised for it."""
        for encounter in self.sudo():  # sudo: as above
            need = encounter.need_id
            encounter.is_unheard = not (need.standard_id and (need.team_id or need.user_id))
