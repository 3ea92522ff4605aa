from itertools import product

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..tools import setup_file
from .test_setup_file import SetupCase

TEN = {
    "heating", "it_support", "cleaning", "property", "clinic", "car_workshop", "law_tax", "training", "town_hall",
    "wholesale",
}
LANGUAGES = ["en_US", "de_DE", "fr_FR", "es_ES", "nl_NL", "ar_001"]


@tagged("post_install", "-at_install")
class TestTrade(SetupCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.need.unlink()
        cls.standard.unlink()
        for lang in LANGUAGES:
            cls.env["res.lang"]._activate_lang(lang)
        cls.trades = cls.env["frontoffice.trade"].with_user(cls.manager).with_company(cls.company)

    def _choose(self, code):
        action = self.trades.action_open()
        card = self.trades.search(action["domain"]).filtered(lambda trade: trade.code == code)
        return self.env["frontoffice.setup.import"].with_user(self.manager).browse(card.action_choose()["res_id"])

    def _load(self, code):
        wizard = self._choose(code)
        wizard.action_apply()
        return wizard

    def test_there_are_ten_trades_with_what_a_trade_needs(self):
        files = self.trades._trade_files()
        self.assertEqual(set(files), TEN)
        for code, path in files.items():
            document, problems = setup_file.parse(path.read_bytes())
            counts = {key: len(part) for key, part in document.sections.items()}
            with self.subTest(code):
                self.assertEqual(problems, [])
                self.assertEqual(
                    (counts["topics"], counts["standard_promises"], counts["request_types"]), (12, 6, 14)
                )
                self.assertGreaterEqual(counts["snippets"], 5)
                self.assertLess(len(path.read_text().splitlines()), 100)
                for asked in document.sections["request_types"]:
                    self.assertGreaterEqual(len(asked["requirements"]), 2, asked["code"])
                    self.assertTrue(asked["checklists"], asked["code"])
                self.assertTrue(all(topic["keywords"] for topic in document.sections["topics"]))

    def test_each_brings_a_call_guide_material_and_a_rule(self):
        for lang, code in product(LANGUAGES, sorted(TEN)):
            document, problems = setup_file.parse(self.trades.with_context(lang=lang)._trade_text(code).encode())
            with self.subTest(lang=lang, code=code):
                self.assertEqual(problems, [])
                self.assertEqual(document.header["language"], lang)
                [rule], [material], [guide] = (
                    document.sections[key] for key in ("assignment_rules", "materials", "call_guides"))
                topics = {topic["code"] for topic in document.sections["topics"]}
                self.assertLessEqual({*rule["needs"], *material["needs"], *guide["needs"]}, topics)
                self.assertEqual(guide["assets"], [material["code"]])
                self.assertGreaterEqual(len([s for s in guide["steps"] if s.get("required")]), 2)

    def test_a_guide_in_another_language_asks_the_same(self):
        """Only the words differ: the same steps, kinds, duties, hints and numbers of choices."""
        def shape(lang, code):
            sections = setup_file.parse(self.trades.with_context(lang=lang)._trade_text(code).encode())[0].sections
            [rule], [material], [guide] = (
                sections[key] for key in ("assignment_rules", "materials", "call_guides"))
            steps = [(s["kind"], s.get("required"), bool(s.get("hint")), s.get("choices", "").count(","))
                     for s in guide["steps"]]
            words = {rule["name"], material["name"], guide["name"], guide["greeting"]}
            words.update(step["name"] for step in guide["steps"])
            return (rule["code"], rule["needs"], material["code"], material["needs"], guide["code"], steps), words

        for lang, code in product(LANGUAGES[1:], sorted(TEN)):
            (same, english), (asked, words) = shape("en_US", code), shape(lang, code)
            with self.subTest(lang=lang, code=code):
                self.assertEqual(asked, same)
                self.assertFalse(words & english, "left in English")

    def test_the_guide_of_a_trade_stands_where_its_topic_does(self):
        self._load("heating")
        need = self.env["frontoffice.need"].search([
            ("code", "=", "boiler_stopped"), ("company_id", "=", self.company.id)])
        guide = self.env["frontoffice.playbook"]._for_need(need, self.company)
        self.assertEqual((guide.code, guide.asset_ids.code), ("no_heat_call", "winter_checklist"))
        rule = self.env["frontoffice.route"].search([
            ("code", "=", "heat_first"), ("company_id", "=", self.company.id)])
        self.assertTrue(rule.set_priority)
        self.assertIn(need, rule.need_ids)

    def test_a_card_says_what_is_in_it(self):
        self.trades.action_open()
        card = self.trades.search([("code", "=", "heating")], limit=1)
        self.assertEqual((card.topic_count, card.promise_count, card.request_count), (12, 6, 14))
        self.assertIn("Boiler stopped – Emergency visit", card.topics)
        self.assertIn("Parts: Spare part to the van (Serial number", card.requests)

    def test_every_trade_loads(self):
        for code in sorted(TEN):
            with self.subTest(code), self.env.cr.savepoint() as savepoint:
                wizard = self._load(code)
                self.assertFalse(wizard.problems)
                topics = self.env["frontoffice.need"].search([("company_id", "=", self.company.id)])
                self.assertGreaterEqual(len(topics.filtered("standard_id")), 12)
                savepoint.rollback()

    def test_loading_a_trade_twice_changes_nothing(self):
        self._load("heating")
        wizard = self._choose("heating")
        lines = wizard.line_ids.filtered(lambda line: line.kind != "cannot")  # departments nobody has named
        said = [(line.key, line.field, line.old, line.new) for line in lines]
        self.assertEqual(said, [])

    def test_what_the_user_changed_later_survives(self):
        self._load("heating")
        standard = self.env["frontoffice.promise.standard"].search(
            [("code", "=", "emergency"), ("company_id", "=", self.company.id)]
        )
        standard.write({"hours": 2, "name": "Emergency in two hours"})
        topic = self.env["frontoffice.need"].search(
            [("code", "=", "yearly_service"), ("company_id", "=", self.company.id)]
        )
        topic.active = False
        wizard = self._load("heating")
        self.assertEqual(wizard.edited_count, 2)
        self.assertEqual((standard.hours, standard.name, topic.active), (2, "Emergency in two hours", False))

    def test_two_trades_share_what_has_the_same_code(self):
        self._load("heating")
        wizard = self._choose("cleaning")
        self.assertIn("edited", wizard.line_ids.mapped("kind"))  # "answer": kept as the first one said

    def test_the_desk_understands_the_words_of_the_trade(self):
        self._load("clinic")
        found = self.env["frontoffice.need"]._matched("I need a repeat of my tablets", company=self.company)
        self.assertEqual(found.code, "repeat_prescription")

    def test_only_managers(self):
        for user in (self.agent, self.leader, self.plain, self.portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["frontoffice.trade"].with_user(user).action_open()
