"""People at work over the wire: what the tests that kill servers need of an office."""

import json
import threading
import time
import urllib.request
from http.cookiejar import CookieJar

PASSWORD = "a long pass phrase 4711"
DUE = "2099-01-01 12:00:00"
#: step -> (who, further arguments, the event it leaves)
STEPS = {
    "action_accept": ("jonas", (), "accepted"),
    "action_deliver": ("jonas", ("It is on the van",), "delivered"),
    "action_confirm": ("priya", (), "confirmed"),
}
#: prints one line per ledger: VERIFIED, model, number of records, ids whose replay differs from their cache
VERIFY = """
for model in ("frontoffice.promise", "frontoffice.case", "backoffice.handoff"):
    records = env[model].with_context(active_test=False).search([])
    print("VERIFIED", model, len(records), records._ledger_verify().ids)
"""


class Refused(Exception):
    """What the server says to the person, in words."""


class Person:
    """A user with a session and her own rights, as a browser has."""

    def __init__(self, facts, login, password):
        self.url = facts["url"]
        handlers = urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        self.web = urllib.request.build_opener(*handlers)
        params = {"db": facts["database"], "login": login, "password": password}
        self.uid = self.post("/web/session/authenticate", params)["uid"]

    def post(self, path, params):
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        request = urllib.request.Request(self.url + path, body, {"Content-Type": "application/json"})
        with self.web.open(request, timeout=120) as answer:
            reply = json.load(answer)
        if "error" in reply:
            raise Refused(reply["error"]["data"]["message"])
        return reply["result"]

    def call(self, model, method, *args, **kwargs):
        params = {"model": model, "method": method, "args": list(args), "kwargs": kwargs}
        return self.post("/web/dataset/call_kw", params)

    def create(self, model, values):
        made = self.call(model, "create", values)
        return made[0] if isinstance(made, list) else made

    def read(self, model, ids, *fields):
        return self.call(model, "read", ids, list(fields))


class Office:
    """A desk with Priya, Parts with Jonas, and a request type between them."""

    def __init__(self, facts):
        self.facts = facts
        self.admin = Person(facts, facts["login"], facts["password"])
        parts = self.admin.create("hr.department", {"name": "Parts"})
        self._person("priya", "front_desk")
        clerk = self._person("jonas", "department_clerk")
        self.admin.create("backoffice.member", {"user_id": clerk, "department_id": parts})
        self.service = self.admin.create("backoffice.service", {
            "name": "Order a part", "department_id": parts, "accept_hours": 4, "deliver_hours": 8,
        })
        self.standard = self.admin.create("frontoffice.promise.standard", {
            "name": "Engineer visit", "hours": 16, "sentence": "Our engineer will be with you by {when}.",
        })
        self.partner = self.admin.create("res.partner", {"name": "Ana Ortiz"})
        self.enter()

    def _person(self, login, role):
        return self.admin.create("res.users", {
            "name": login.capitalize(), "login": login, "password": PASSWORD, "service_role": role,
            "email": f"{login}@example.com", "notification_type": "inbox",
        })

    def enter(self):
        """Everybody logs in (again)."""
        self.admin = Person(self.facts, self.facts["login"], self.facts["password"])
        self.priya, self.jonas = (Person(self.facts, name, PASSWORD) for name in ("priya", "jonas"))

    def promise_and_request(self, note):
        """Priya promises and asks Parts, in one log of the Front Desk: (promise, request)."""
        logged = self.priya.call("frontoffice.desk", "log", {
            "partner_id": self.partner, "outcome": "handoff", "note": note,
            "promise": {"standard_id": self.standard, "due_at": DUE},
            "handoff": {"service_id": self.service, "answers": {}},
        })
        promise = logged["promise_id"]
        [request] = self.admin.call("backoffice.handoff", "search", [("promise_id", "=", promise)])
        return promise, request

    def step(self, name, request):
        """One transition by the person whose turn it is."""
        who, arguments, _kind = STEPS[name]
        getattr(self, who).call("backoffice.handoff", name, [request], *arguments)


class Stream(threading.Thread):
    """One request after the other goes through its steps; notes each step the server acknowledged."""

    def __init__(self, office):
        super().__init__(daemon=True)
        self.office, self.promises, self.acknowledged, self.error = office, [], [], None

    def run(self):
        try:
            while True:
                promise, request = self.office.promise_and_request("stream")
                self.promises.append(promise)
                self.acknowledged.append((request, "sent"))
                for step, (_who, _arguments, kind) in STEPS.items():
                    self.office.step(step, request)
                    self.acknowledged.append((request, kind))
        except Exception as error:  # whatever the torn connection raises ends the stream
            self.error = error

    def wait_for(self, count, patience=180.0):
        deadline = time.monotonic() + patience
        while len(self.acknowledged) < count and self.is_alive():
            assert time.monotonic() < deadline, "the stream is too slow"
            time.sleep(0.01)
