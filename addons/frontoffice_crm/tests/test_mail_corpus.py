import importlib.util
import logging
from collections import Counter
from pathlib import Path
from subprocess import run
from sys import executable

from odoo.tests import tagged

from ..tools import letter
from .mail_common import IntakeCommon

_logger = logging.getLogger(__name__)
OTHER_PYTHONS = ("python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10")
ASK = "import test.test_email as t, pathlib; print(pathlib.Path(t.__file__).parent / 'data')"


def corpus():
    """Folder of the mails CPython tests its own parser with, from this Python or another one here."""
    spec = importlib.util.find_spec("test.test_email") if importlib.util.find_spec("test") else None
    found = [Path(spec.origin).parent / "data"] if spec and spec.origin else []
    for python in [] if found else (executable, *OTHER_PYTHONS):
        try:
            answer = run([python, "-c", ASK], capture_output=True, text=True, timeout=20, check=False).stdout
        except OSError:
            continue
        found += [Path(answer.strip())] if answer.strip() else []
    return next((folder for folder in found if folder.is_dir()), None)


@tagged("post_install", "-at_install", "mail_intake")
class TestMailCorpus(IntakeCommon):
    """Real and malformed mails, pictures and sounds among them: none raises, none vanishes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = corpus()
        # The files share a few senders, who would count as a loop.
        cls.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", "100000")

    def setUp(self):
        super().setUp()
        if not self.folder:
            _logger.warning("SKIPPED: no Python here brings test.test_email, so its mails were not delivered")
            self.skipTest("no Python here brings test.test_email")

    def traces(self):
        """(interactions, lines of the intake log) so far."""
        return self.Encounter.search_count([("source", "=", "mail")]), self.Log.search_count([])

    def deliver_all(self, envelope):
        """Deliver every file; returns a count of what became of them."""
        fate = Counter()
        for path in sorted(self.folder.iterdir()):
            before = self.traces()
            with self.subTest(path.name):
                self.deliver(envelope.encode() + path.read_bytes())
                after = self.traces()
                self.assertEqual(sum(after), sum(before) + 1, "exactly one trace")
                taken = after[0] > before[0]
                fate["taken in" if taken else self.Log.search([], limit=1, order="id desc").reason] += 1
        return fate

    def test_every_file_leaves_one_trace(self):
        files = len(list(self.folder.iterdir()))
        before = self.traces()
        fate = self.deliver_all(f"Delivered-To: {self.address}\r\n")
        _logger.info("%s mails of %s: %s", files, self.folder, dict(fate))
        self.assertGreater(files, 40)
        self.assertEqual(sum(fate.values()), files)
        self.assertEqual(sum(self.traces()) - sum(before), files)
        self.assertGreaterEqual(fate["taken in"], 25)
        self.assertFalse(fate["refused"] + fate["no_recipient"])
        cases = self.Case.search([("source", "=", "mail")])
        self.assertFalse(cases._ledger_verify())
        self.assertEqual(set(cases.channel_id.ids), {self.channel.id})

    def test_second_delivery_is_a_duplicate(self):
        """Files with a Message-Id that were taken in are known the second time."""
        self.deliver_all(f"X-Original-To: {self.address}\r\n")
        cases = self.Case.search_count([])
        known = 0
        for path in sorted(self.folder.glob("msg_*.txt")):
            if letter.read(path.read_bytes()).message_id:
                self.assertFalse(self.deliver(f"X-Original-To: {self.address}\r\n".encode() + path.read_bytes()), path)
                known += 1
        self.assertEqual(self.Case.search_count([]), cases)
        self.assertGreater(known, 15)
