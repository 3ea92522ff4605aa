from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import FrontOfficeCase
from .mail_common import IntakeCommon

KEYS = ("mail.message", "ir.attachment", "rating.rating", "mail.activity")


class MergeMixin:
    """What belongs to a case, as sets of ids that can be compared before and after."""

    def belongings(self, case):
        env = self.env
        case.invalidate_recordset()
        found = {
            "promises": case.promise_ids.filtered(lambda p: p.origin_kind == "person").ids,
            "encounters": case.encounter_ids.ids,
            "followers": case.message_partner_ids.ids, "state": case.state, "due": case.due_at,
            "first": case.first_reply_due_at, "resolution": case.resolution_due_at,
        }
        for model in KEYS:
            name = "model" if model == "mail.message" else "res_model"
            domain = [(name, "=", case._name), ("res_id", "=", case.id)]
            if model == "mail.message":
                domain.append(("message_type", "in", ("comment", "email")))
            found[model] = env[model].sudo().search(domain, order="id").ids
        return {key: sorted(value) if isinstance(value, list) else value for key, value in found.items()}


@tagged("post_install", "-at_install")
class TestCaseMerge(MergeMixin, FrontOfficeCase):
    """Several cases become one, and come back as they were."""

    def full_case(self, subject):
        case = self._case(subject=subject).with_user(self.agent)
        self._promise(case_id=case.id, name=f"promise of {subject}")
        self._encounter(case_id=case.id)
        file = self.env["ir.attachment"].create(
            {"name": f"{subject}.txt", "raw": b"x", "res_model": case._name, "res_id": case.id}
        )
        case.message_post(
            body=f"about {subject}", message_type="comment", subtype_xmlid="mail.mt_comment", attachment_ids=file.ids
        )
        case.activity_schedule("mail.mail_activity_data_todo", user_id=self.agent.id)
        case.sudo().message_subscribe(partner_ids=self.env["res.partner"].create({"name": f"Friend of {subject}"}).ids)
        case.sudo()._rating_get_access_token()
        return case

    def setUp(self):
        super().setUp()
        self.one, self.two, self.kept = (self.full_case(name) for name in ("one", "two", "kept"))
        self.before = {case: self.belongings(case) for case in (self.one, self.two, self.kept)}

    def merge(self):
        return (self.one | self.two)._merge_into(self.kept)

    def test_pain_17_merge_moves_everything_and_undo_restores_it_exactly(self):
        journal = self.merge()
        after = self.belongings(self.kept)
        for key in ("promises", "encounters", *KEYS):
            expected = sorted(i for case in self.before for i in self.before[case][key])
            self.assertEqual(after[key], expected, key)
        self.assertEqual((self.one.state, self.one.due_at, self.one.merged_into_id), ("merged", False, self.kept))
        self.assertTrue(set(self.before[self.one]["followers"]) <= set(after["followers"]))
        self.assertFalse((self.one | self.two | self.kept)._ledger_verify())
        journal.with_user(self.agent).action_undo()
        for case, before in self.before.items():
            self.assertEqual(self.belongings(case), before, case.subject)
        self.assertFalse((self.one | self.two | self.kept)._ledger_verify(), "no ledger was rewritten")
        self.assertEqual(self.one.event_ids.mapped("kind")[-2:], ["merged", "unmerged"])
        self.assertEqual((journal.undone_by_id, bool(journal.undone_at)), (self.agent, True))
        with self.assertRaises(UserError):
            journal.with_user(self.agent).action_undo()

    def test_merge_again_after_undo(self):
        self.merge().with_user(self.agent).action_undo()
        self.merge()
        self.assertEqual(self.two.state, "merged")

    def test_pain_17_merged_is_read_only_and_silent(self):
        self.merge()
        for attempt in (
            lambda: self.one.write({"subject": "other"}),
            lambda: self.one.action_take(),
            lambda: self.one.message_post(body="here?", message_type="comment", subtype_xmlid="mail.mt_comment"),
        ):
            with self.assertRaises(UserError) as caught:
                attempt()
            self.assertTrue(caught.exception.args[0])
        action = self.one.action_open_survivor()
        self.assertEqual(action["res_id"], self.kept.id)
        self.assertFalse(self.env["frontoffice.case"].search([("due_at", "!=", False), ("id", "=", self.one.id)]))

    def test_what_came_after_the_merge_stays_with_the_kept_case(self):
        journal = self.merge()
        late = self.kept.message_post(body="later", message_type="comment", subtype_xmlid="mail.mt_comment")
        promise = self._promise(case_id=self.kept.id, name="later")
        journal.with_user(self.agent).action_undo()
        self.assertIn(late, self.kept.message_ids)
        self.assertIn(promise, self.kept.promise_ids)
        self.assertEqual(self.belongings(self.one), self.before[self.one])

    def test_what_was_moved_on_by_hand_stays_there(self):
        journal = self.merge()
        elsewhere = self._case()
        promise = self.env["frontoffice.promise"].browse(self.before[self.one]["promises"])
        promise.case_id = elsewhere
        journal.with_user(self.agent).action_undo()
        self.assertEqual(promise.case_id, elsewhere)
        self.assertEqual(self.one.state, self.before[self.one]["state"])

    def test_chains_are_undone_from_the_end(self):
        first = self.one._merge_into(self.two)
        second = self.two._merge_into(self.kept)
        with self.assertRaisesRegex(UserError, "merged further"):
            first.with_user(self.agent).action_undo()
        second.with_user(self.agent).action_undo()
        first.with_user(self.agent).action_undo()
        for case, before in self.before.items():
            self.assertEqual(self.belongings(case), before, case.subject)

    def test_refusals_are_sentences(self):
        other = self.env["frontoffice.case"].create({"subject": "x", "company_id": self.other_company.id})
        closed = self._case()
        closed.action_resolve()
        closed.action_close()
        merged = self.full_case("gone")
        merged._merge_into(self.two)
        cancelled = self._case()
        cancelled.action_cancel()
        for losers, survivor in (
            (other, self.kept), (closed, self.kept), (merged, self.kept), (self.one, cancelled), (self.kept, self.kept),
        ):
            with self.assertRaises(UserError):
                losers.with_user(self.env.user)._merge_into(survivor.with_user(self.env.user))

    def test_wizard_keeps_the_oldest_and_warns_of_two_customers(self):
        self.two.partner_id = self.env["res.partner"].create({"name": "Somebody else"})
        action = (self.one | self.two | self.kept).action_merge()
        wizard = self.env["frontoffice.case.merge"].with_user(self.agent).with_context(**action["context"]).create({})
        self.assertEqual(wizard.survivor_id, self.one)
        self.assertIn("Somebody else", wizard.warning)
        wizard.survivor_id = self.kept
        self.assertEqual(wizard.action_merge()["res_id"], self.kept.id)
        self.assertEqual(self.one.state, "merged")

    def test_split_and_back(self):
        case = self.kept
        message = case.message_ids.filtered(lambda m: m.message_type == "comment")[:1]
        promise = case.promise_ids.filtered(lambda p: p.origin_kind == "person")
        encounter = case.encounter_ids
        wizard = self.env["frontoffice.case.split"].with_user(self.agent).create({
            "case_id": case.id, "subject": "The bill", "message_ids": message.ids, "promise_ids": promise.ids,
            "encounter_ids": encounter.ids,
        })
        new = self.env["frontoffice.case"].browse(wizard.action_split()["res_id"])
        self.assertEqual((new.subject, new.promise_ids & promise, new.encounter_ids), ("The bill", promise, encounter))
        self.assertIn(message, new.message_ids)
        files = self.env["ir.attachment"].search([("res_model", "=", case._name), ("res_id", "=", new.id)])
        self.assertEqual(files, message.attachment_ids)
        self.assertIn("split", case.event_ids.mapped("kind"))
        self.assertTrue(new.due_at, "the new case has its own clocks")
        case.with_user(self.agent).action_undo_merge()
        self.assertEqual(self.belongings(case), self.before[case])
        self.assertEqual((new.state, new.active), ("cancelled", False))
        self.assertFalse((case | new)._ledger_verify())

    def test_a_split_that_grew_is_not_undone(self):
        new = self.kept._split_off("The bill", {"frontoffice.promise": self.kept.promise_ids.ids})
        new.message_post(body="a new word", message_type="comment", subtype_xmlid="mail.mt_comment")
        with self.assertRaisesRegex(UserError, "Merge the two instead"):
            self.kept.action_undo_merge()
        with self.assertRaises(UserError):
            self.kept._split_off("empty", {})

    def test_access_by_persona(self):
        journal = self.merge()
        for user in (self.agent, self.leader, self.manager):
            self.assertTrue(journal.with_user(user).has_access("read"))
            for operation in ("write", "create", "unlink"):
                self.assertFalse(journal.with_user(user).has_access(operation), f"{user.login} {operation}")
        for user in (self.plain, self.portal, self.stranger):
            record = journal.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
            self.assertFalse(record.has_access("read"), user.login)
            with self.assertRaises(AccessError):
                record.action_undo()
        with self.assertRaises(AccessError):
            self.one.with_user(self.plain)._merge_into(self.kept.with_user(self.plain))


@tagged("post_install", "-at_install", "mail_intake")
class TestMergedMail(MergeMixin, IntakeCommon):
    def test_pain_17_replies_follow_the_survivor_and_return_after_undo(self):
        one, kept = self.case_of(self.letter(Subject="a")), self.case_of(self.letter(Subject="b"))
        letter = one.message_ids.filtered(lambda m: m.message_type == "email")
        journal = one.with_user(self.agent)._merge_into(kept.with_user(self.agent))
        answer = self.letter("still cold", In_Reply_To=letter.message_id)
        self.assertEqual(self.deliver(answer), kept.id)
        self.assertEqual(one.state, "merged", "a reply does not open the dead case")
        journal.with_user(self.agent).action_undo()
        again = self.letter("and now?", In_Reply_To=letter.message_id)
        self.assertEqual(self.deliver(again), one.id)
