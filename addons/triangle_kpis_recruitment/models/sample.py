from odoo import fields, models

from odoo.addons.frontoffice_crm.tools import story_cast
from odoo.addons.frontoffice_crm.tools.story_clock import Clock

#: who came, to which department, in which month, after how many days of looking: longest when people had left
HIRES = (
    ("Petra Lund", "engineers_north", -11, 31), ("Kwame Boateng", "engineers_south", -10, 27),
    ("Silvia Conti", "service", -8, 44), ("Aaron Blythe", "engineers_south", -6, 68),
    ("Nadia Rahimi", "engineers_south", -5, 74), ("Ivo Marek", "engineers_north", -4, 59),
    ("Greta Holm", "service", -3, 35), ("Owen Pryce", "parts", -1, 22),
)


class Sample(models.AbstractModel):
    """Who was hired at the sample company, and how long their post had been open."""

    _inherit = "frontoffice.sample"

    def _parts(self):
        return [*super()._parts(), "_load_hires"]

    def _load_hires(self, told, batch):
        """Applications that were hired; returns how many."""
        clock, seats = Clock(told.now, story_cast.ZONE), self._remembered("hr.department")
        stage = self.env["hr.recruitment.stage"].search([("hired_stage", "=", True)], limit=1)
        job = self._remembered("hr.job")["engineer"]
        rows = {}
        for n, (name, department, month, _days) in enumerate(HIRES):
            hired = clock.local(clock.working_days(month)[-4], 10)
            rows[f"hire{n}"] = {
                "partner_name": name, "company_id": self.env.company.id, "department_id": seats[department],
                "job_id": job if department.startswith("engineers") else False, "stage_id": stage.id,
                "date_closed": hired,
            }
        # nobody is asked or told: they are here already
        hires = self.with_context(mail_create_nolog=True, tracking_disable=True)._make("hr.applicant", rows)
        self.env.flush_all()  # worked out from the post, which looks for nobody now
        for applicant, (_name, _department, _month, days) in zip(hires.values(), HIRES, strict=True):
            applicant.service_opened_at = fields.Datetime.subtract(applicant.date_closed, days=days)
        self._count(["applicant"])
        return {"hires": len(rows)}

    def _catalogue_models(self):
        return ["hr.applicant", *super()._catalogue_models()]
