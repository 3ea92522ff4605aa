from datetime import timedelta

from odoo.tests import tagged

from .common import NOW, TriangleCase


@tagged("post_install", "-at_install")
class TestMerged(TriangleCase):
    """Two of a kind become one: what went is counted no more, what it had is counted once, and undoing undoes."""

    def _sum(self, code):
        """(counted, out of) of a measure, ever."""
        sums = self.env["triangle.reader"]._sums({"now": (NOW.date() - timedelta(days=60), NOW.date())}, {code}, {})
        found = sums["now"].get(code)
        return (found.num, found.den) if found else (0, 0)

    def _sums(self, *codes):
        self.assertFalse(any(self.env["triangle.fact"]._refresh().values()))
        return {code: self._sum(code) for code in codes}

    def _same_from_scratch(self):
        self.assertEqual(self._facts(), self._from_scratch())

    # -- enquiries, by the merge of the CRM app ------------------------------------------------------

    def _lead(self, **values):
        return self.env["crm.lead"].create({
            "name": "Heat pump", "type": "lead", "partner_id": self.partners[0].id, "company_id": self.company.id,
            "team_id": self.teams[0].id, **values})

    def test_merged_leads_count_once_with_what_they_had(self):
        """Both asked, one was called back within the hour: one enquiry, answered in time."""
        self._at(NOW - timedelta(days=9))
        kept, gone = self._lead(type="opportunity"), self._lead()
        asked = self._encounter(timedelta(days=-9), lead_id=gone.id)
        called = self._encounter(timedelta(days=-9, minutes=20), lead_id=gone.id, direction="out")
        promise = self._promise(timedelta(days=-2), lead_id=gone.id)
        request = self._handoff(timedelta(days=-2), lead_id=gone.id)
        self.env.flush_all()
        self._at(NOW)
        self.assertEqual(self._sums("lead_created", "lead_qualified", "lead_response"), {
            "lead_created": (2, 0), "lead_qualified": (1, 0), "lead_response": (1, 2)})
        before = self._sums("promise_kept", "handoff_sla", "interaction")
        self.assertEqual((kept | gone).merge_opportunity(), kept)
        self.assertFalse(gone.exists())
        self.assertEqual((asked.lead_id, called.lead_id, promise.lead_id, request.lead_id), (kept,) * 4)
        self.assertEqual(self._sums("lead_created", "lead_qualified", "lead_response"), {
            "lead_created": (1, 0), "lead_qualified": (1, 0), "lead_response": (1, 1)})
        self.assertEqual(self._sums("promise_kept", "handoff_sla", "interaction"), before, "what it had stays")
        self._same_from_scratch()

    def test_merging_a_won_and_a_lost_lead_leaves_one_decision(self):
        self._at(NOW - timedelta(days=9))
        won, lost = self._lead(type="opportunity"), self._lead(type="opportunity")
        won.action_set_won()
        lost.action_set_lost()
        self._at(NOW)
        self.assertEqual(self._sums("lead_won"), {"lead_won": (1, 2)})
        self.assertEqual((won | lost).merge_opportunity(), won)
        self.assertEqual(self._sums("lead_won"), {"lead_won": (1, 1)})
        self._same_from_scratch()

    # -- cases, by our own merge ---------------------------------------------------------------------

    def _complaints(self):
        """Two complaints of nine days ago, each with an interaction and a promise that was kept."""
        self._at(NOW - timedelta(days=9))
        cases = self.env["frontoffice.case"].create([{
            "subject": f"Cold {i}", "type": "complaint", "partner_id": self.partners[i].id,
            "company_id": self.company.id, "team_id": self.teams[i].id, "channel_id": self.channels[0].id,
        } for i in range(2)])
        for case in cases:
            self._encounter(timedelta(days=-9), case_id=case.id, partner_id=case.partner_id.id)
            self._promise(timedelta(days=-2), case_id=case.id, partner_id=case.partner_id.id)
        self._at(NOW)
        return cases

    CODES = ("complaint", "case_opened", "interaction", "first_contact", "promise_kept")

    def test_merged_cases_count_once_and_their_promises_all(self):
        one, other = self._complaints()
        before = self._sums(*self.CODES)
        self.assertEqual((before["complaint"], before["case_opened"]), ((2, 0), (2, 0)))
        one._merge_into(other)
        after = self._sums(*self.CODES)
        self.assertEqual((after["complaint"], after["case_opened"]), ((1, 0), (1, 0)))
        self.assertEqual(after["interaction"], before["interaction"], "customers came twice all the same")
        self.assertEqual(after["promise_kept"], before["promise_kept"], "what was promised was promised")
        self.assertEqual((before["first_contact"][1], after["first_contact"][1]), (2, 1), "one issue")
        self._same_from_scratch()

    def test_undoing_a_merge_brings_every_fact_back(self):
        one, other = self._complaints()
        self._sums()
        before = self._facts()
        one._merge_into(other)
        self._sums()
        self.assertNotEqual(self._facts(), before)
        other.action_undo_merge()
        self._sums()
        self.assertEqual(self._apart(before, self._facts()), [])
        self._same_from_scratch()

    def _apart(self, before, after):
        """Facts that are not the same, with the name of their measure."""
        names = {measure.id: measure.code for measure in self.env["triangle.measure"].search([])}
        rows = [{(names[row["measure_id"]], *map(str, row.values())) for row in found["triangle_fact"]}
                for found in (before, after)]
        return sorted(rows[0] ^ rows[1])

    # -- what led to a record no longer does -----------------------------------------------------------

    def _asked_twice(self):
        """The same customer about the same topic, the second time because the first was not understood."""
        need = self.env["frontoffice.need"].create({"name": "Bill", "company_id": self.company.id})
        first, again = (self._encounter(
            timedelta(days=-days), need_id=need.id, outcome="informed", is_clarification=days == 19,
        ) for days in (20, 19))
        self.assertEqual(self._sums("asked_again")["asked_again"], (1, 2))
        return first, again

    def test_who_turns_out_to_be_somebody_else_did_not_ask_again(self):
        _first, again = self._asked_twice()
        again.partner_id = self.partners[1]
        self.assertEqual(self._sums("asked_again")["asked_again"], (0, 2))
        self._same_from_scratch()

    def test_what_is_deleted_was_not_asked_again(self):
        _first, again = self._asked_twice()
        again.unlink()
        self.assertEqual(self._sums("asked_again")["asked_again"], (0, 1))
        self._same_from_scratch()

    def test_a_complaint_that_is_no_repetition_after_all(self):
        first = self._case(timedelta(days=-200), resolved_at=NOW - timedelta(days=190))
        self._case(timedelta(days=-150), repeat_of_id=first.id).flush_recordset()
        repeats = self.env["frontoffice.case"].search([("repeat_of_id", "=", first.id)])
        window = ((NOW - timedelta(days=300)).date(), NOW.date())

        def repeated():
            self.env["triangle.fact"]._refresh()
            found = self.env["triangle.reader"]._sums({"now": window}, {"complaint_repeat"}, {})["now"]
            return found["complaint_repeat"].num
        self.assertEqual(repeated(), 1)
        repeats.repeat_of_id = False
        self.assertEqual(repeated(), 0)
        self._same_from_scratch()
