from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.triangle_kpis.tests.common import NOW, TriangleCase
from odoo.addons.triangle_kpis.tools.formula import Formula

WINDOW = (date(2026, 1, 1), date(2026, 3, 31))


@tagged("post_install", "-at_install")
class TestSettledByTheRobot(TriangleCase):
    """Chats a robot began: neither taken over nor followed by a person within three days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.robot = cls.env["chatbot.script"].create({"title": "Robot"})
        cls.operator = new_test_user(cls.env, "olga", "im_livechat.im_livechat_group_user")
        cls.livechat = cls.env["im_livechat.channel"].create({"name": "Web", "user_ids": [(6, 0, cls.operator.ids)]})
        cls.needs = cls.env["frontoffice.need"].create(
            [{"name": name, "company_id": cls.company.id} for name in ("Boiler", "Bill")])

    def _chat(self, *people, partner=0, days=10, bot=True, **values):
        """A chat that ended so long ago, with its robot and the colleagues who joined."""
        partners = self.robot.operator_partner_id if bot else self.env["res.partner"]
        kinds = [("bot", one) for one in partners] + [("agent", one.partner_id) for one in people]
        visitor = self.env(user=self.env.ref("base.public_user"), su=True)  # whoever opens a chat is in it
        chat = visitor["discuss.channel"].create({
            "name": "Chat", "channel_type": "livechat", "livechat_channel_id": self.livechat.id,
            "livechat_operator_id": self.robot.operator_partner_id.id if bot else self.operator.partner_id.id,
            "channel_member_ids": [Command.create({"partner_id": one.id, "livechat_member_type": kind})
                                   for kind, one in kinds],
        })
        began = NOW - timedelta(days=days)
        return self._encounter(
            began, discuss_channel_id=chat.id, handled_by="human" if people else "bot", need_id=self.needs[0].id,
            ended_at=began + timedelta(minutes=20),
            partner_id=self.partners[partner].id if partner is not None else False, **values)

    def _settled(self):
        self.assertFalse(any(self.env["triangle.fact"]._refresh(["bot_chat"]).values()))
        kpi = self.env["triangle.kpi"].search([("code", "=", "K27")])
        values = self.env["triangle.reader"]._values(kpi, {"w": WINDOW}, {})["w"]
        return Formula(kpi.formula).evaluate(values)

    def _part(self, part):
        ids = self.env["triangle.reader"]._record_ids("bot_settled", WINDOW, {}, part)
        return self.env["frontoffice.encounter"].browse(ids)

    def test_settled_taken_over_and_come_back(self):
        settled, taken, back, other = self._chat(), self._chat(self.operator, partner=1), self._chat(
            partner=2), self._chat(partner=3)
        self.assertFalse(taken.discuss_channel_id.livechat_is_escalated, "stock means from person to person")
        ended = back.ended_at
        self._encounter(ended + timedelta(hours=72), partner_id=self.partners[2].id, handled_by="human",
                        need_id=self.needs[0].id)
        self._encounter(ended + timedelta(hours=5), partner_id=self.partners[3].id, handled_by="human",
                        need_id=self.needs[1].id)
        self._encounter(ended + timedelta(hours=73), partner_id=self.partners[3].id, handled_by="human",
                        need_id=self.needs[0].id)
        self._encounter(ended + timedelta(hours=5), partner_id=self.partners[0].id, handled_by="bot",
                        need_id=self.needs[0].id)
        self.assertEqual(self._settled(), 0.5)
        self.assertEqual((self._part("num"), self._part("miss")), (settled | other, taken | back))

    def test_strangers_and_chats_without_a_robot_are_left_out(self):
        self._chat(partner=None)
        self._chat(self.operator, bot=False, partner=1)
        self._chat(partner=2)
        self.assertEqual(self._settled(), 1)
        self.assertEqual(len(self._part("all")), 1)
        unknown = self.env["triangle.reader"]._sums({"w": WINDOW}, {"bot_unknown"}, {})["w"]["bot_unknown"]
        self.assertEqual((unknown.num, unknown.den), (1, 2))

    def test_three_days_pass_before_it_counts(self):
        self._chat(days=2)
        self.assertIsNone(self._settled())
        self._at(NOW + timedelta(days=1, minutes=20))
        self.assertEqual(self._settled(), 1)

    def test_who_comes_back_later_takes_the_chat_back(self):
        chat = self._chat()
        self.assertEqual(self._settled(), 1)
        again = self._encounter(chat.ended_at + timedelta(hours=10), handled_by="human", need_id=self.needs[0].id)
        self.assertEqual(self._settled(), 0)
        again.need_id = self.needs[1]
        self.assertEqual(self._settled(), 1)
        again.need_id = False
        self.assertEqual(self._settled(), 0, "no topic may be any topic")
        self.env["triangle.fact"]._refresh()
        incremental = self._facts()
        self.assertEqual(incremental, self._from_scratch())

    # -- and whether customers like it -------------------------------------------------------------------

    def _rate(self, chat, value, on_chat=False):
        rating = self._rating(chat.discuss_channel_id if on_chat else chat, value)
        self.env["triangle.fact"]._refresh(["chat_rating"])
        return rating

    def _against(self):
        kpi = self.env["triangle.kpi"].search([("code", "=", "K27S")])
        return Formula(kpi.formula).evaluate(self.env["triangle.reader"]._values(kpi, {"w": WINDOW}, {})["w"])

    def test_the_robot_against_people(self):
        robots = [self._chat(partner=i) for i in range(2)]
        people = [self._chat(self.operator, partner=i) for i in range(2, 4)]
        self._rate(robots[0], 5)
        self.assertIsNone(self._against(), "nobody rated a person")
        self._rate(robots[1], 1, on_chat=True)
        self._rate(people[0], 5, on_chat=True)
        self.assertAlmostEqual(self._against(), 1 / 2 - 1)
        self._rate(people[1], 2)
        self.assertAlmostEqual(self._against(), 0)
        robots[1].handled_by = "human"  # somebody took over after all
        self.env["triangle.fact"]._refresh(["chat_rating"])
        self.assertAlmostEqual(self._against(), 1 - 1 / 3)
        self.env["triangle.fact"]._refresh()
        incremental = self._facts()
        self.assertEqual(incremental, self._from_scratch())

    def test_a_robot_customers_like_less_is_looked_at_twice(self):
        kpi = self.env["triangle.kpi"].search([("code", "=", "K27")])
        for against, doubted in ((-0.06, True), (-0.05, False), (0.2, False), (None, False)):
            tiles = {"K27": {"delta": None}, "K27S": {"value": against, "delta": None}}
            self.assertEqual(self.dashboard._is_suspect(kpi, tiles), doubted, against)
        self.assertFalse(self.dashboard._is_suspect(kpi, {"K27": {"delta": None}}))
