"""One promise followed from the e-mail to the dashboard, over the wire, each person with their own rights.

A mail arrives; the clerk promises a safe date and asks a department; the department sends it back,
gets it again, waits, goes on and is ready; the sender confirms; the promise is kept; the customer
rates on the stock page; the triangle moves, and its numbers open these very records.
"""

import json
import re
import time
import urllib.parse
import urllib.request
import warnings
from datetime import datetime, timedelta
from email.message import EmailMessage
from http.cookiejar import CookieJar

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import erppeek

PASSWORD = "a long pass phrase 4711"
MARK = f"slice{int(time.time())}"


class Refused(Exception):
    """What the server says to the person, in words."""


class Person:
    """A user at the web client's own door, with a session and her own rights, as a browser has."""

    def __init__(self, lab, login):
        self.url = lab["url"]
        self.web = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.post("/web/session/authenticate", {"db": lab["database"], "login": login, "password": PASSWORD})

    def post(self, path, params):
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        request = urllib.request.Request(self.url + path, body, {"Content-Type": "application/json"})
        with self.web.open(request, timeout=120) as answer:
            reply = json.load(answer)
        if "error" in reply:
            raise Refused(reply["error"]["data"]["message"])
        return reply["result"]

    def call(self, model, method, *args, **kwargs):
        return self.post(
            "/web/dataset/call_kw", {"model": model, "method": method, "args": list(args), "kwargs": kwargs}
        )


@pytest.fixture(scope="module")
def admin(lab):
    return erppeek.Client(lab["url"], db=lab["database"], user=lab["login"], password=lab["password"])


@pytest.fixture(scope="module")
def people(lab, admin):
    """Priya at the desk, Jonas in Parts, Helen the director."""
    made = {}
    for name, role in (("priya", "front_desk"), ("jonas", "department_clerk"), ("helen", "director")):
        login = f"{MARK}-{name}"
        admin.create("res.users", {
            "name": name.capitalize(), "login": login, "password": PASSWORD, "email": f"{login}@example.com",
            "service_role": role, "notification_type": "inbox",
        })
        made[name] = Person(lab, login)
    return made


@pytest.fixture(scope="module")
def office(admin, people):
    """What a consultant sets up: a mailbox, a topic, a standard promise, a department and its service."""
    team = admin.create("crm.team", {"name": f"{MARK} service", "is_service": True})
    calendar = admin.create("resource.calendar", {
        "name": f"{MARK} always", "company_id": False, "attendance_ids": [
            (0, 0, {"name": f"{d}", "dayofweek": str(d), "hour_from": 0, "hour_to": 24, "day_period": "full_day"})
            for d in range(7)
        ],
    })
    standard = admin.create("frontoffice.promise.standard", {
        "name": f"{MARK} engineer visit", "hours": 16, "calendar_id": calendar,
        "sentence": "Our engineer will be with you by {when}.",
    })
    topic = admin.create("frontoffice.need", {
        "name": f"{MARK} boiler", "keywords": f"{MARK} no heat", "standard_id": standard, "team_id": team,
    })
    domain = admin.search("mail.alias.domain", [])
    domain = domain[0] if domain else admin.create("mail.alias.domain", {"name": "example.com"})
    company = one(admin, "res.users", [("login", "=", "admin")], ["company_id"])["company_id"][0]
    admin.write("res.company", [company], {"alias_domain_id": domain})
    channel = admin.create("frontoffice.channel", {
        "name": f"{MARK} mailbox", "kind": "email", "alias_name": MARK, "alias_domain_id": domain, "team_id": team,
    })
    parts = admin.create("hr.department", {"name": f"{MARK} parts"})
    jonas = admin.search("res.users", [("login", "=", f"{MARK}-jonas")])[0]
    admin.create("backoffice.member", {"user_id": jonas, "department_id": parts})
    service = admin.create("backoffice.service", {
        "name": f"{MARK} order a part", "department_id": parts, "accept_hours": 4, "deliver_hours": 8,
        "allow_incomplete": True,
        "calendar_id": calendar, "requirement_ids": [(0, 0, {"name": "Serial number", "code": "serial"})],
    })
    address = admin.read("frontoffice.channel", channel, ["alias_email"])["alias_email"]
    return {"team": team, "standard": standard, "topic": topic, "channel": channel, "parts": parts,
            "service": service, "address": address, "company": company}


@pytest.fixture(scope="module")
def story(admin, office, people):
    """What the steps hand on to each other."""
    return {}


def letter(to, subject, body):
    message = EmailMessage()
    message["From"] = f"Ana Ortiz <ana.{MARK}@example.org>"
    message["To"] = to
    message["Subject"] = subject
    message["Message-Id"] = f"<{MARK}.{abs(hash(subject))}@example.org>"
    message["Date"] = datetime.now().astimezone().strftime("%a, %d %b %Y %H:%M:%S %z")
    message.set_content(body)
    return message.as_string()


def one(admin, model, domain, fields):
    """The one record a domain finds."""
    [row] = admin.execute(model, "search_read", domain, fields)
    return row


def test_1_a_mail_becomes_interaction_and_case(admin, office, story):
    raw = letter(office["address"], f"Help, {MARK} no heat", f"We have {MARK} no heat since Monday.")
    admin.execute("mail.thread", "message_process", False, raw)
    case = one(admin, "frontoffice.case", [("channel_id", "=", office["channel"])],
               ["partner_id", "need_id", "team_id", "state", "name"])
    assert case["state"] == "new" and case["need_id"][0] == office["topic"] and case["team_id"][0] == office["team"]
    partner = admin.read("res.partner", case["partner_id"][0], ["email", "name"])
    assert partner["email"] == f"ana.{MARK}@example.org" and partner["name"] == "Ana Ortiz"
    encounter = one(admin, "frontoffice.encounter", [("case_id", "=", case["id"])], ["source", "state", "partner_id"])
    assert encounter["source"] == "mail" and encounter["partner_id"] == case["partner_id"]
    story.update(case=case["id"], partner=case["partner_id"][0])


def test_2_the_clerk_promises_says_it_back_and_asks(office, people, story, admin):
    priya = people["priya"]
    offer = priya.call("frontoffice.desk", "promise", office["standard"])
    assert offer["safe"]["due_at"], offer
    values = {
        "partner_id": story["partner"], "need_id": office["topic"], "case_id": story["case"], "outcome": "handoff",
        "note": "no heat since Monday", "need_confirmed": True,
        "promise": {"standard_id": office["standard"], "due_at": offer["safe"]["due_at"]},
        "handoff": {"service_id": office["service"], "answers": {}},
    }
    said = priya.call("frontoffice.desk", "say_back", values)
    assert "engineer" in said["text"].lower(), said
    logged = priya.call("frontoffice.desk", "log", values)
    handoff = one(admin, "backoffice.handoff", [("case_id", "=", story["case"])],
                  ["state", "required_ok_at_send", "promise_id", "due_at"])
    assert handoff["state"] == "sent" and not handoff["required_ok_at_send"]
    assert handoff["promise_id"][0] == logged["promise_id"]
    story.update(promise=logged["promise_id"], handoff=handoff["id"], due=handoff["due_at"])
    assert one(admin, "frontoffice.case", [("id", "=", story["case"])], ["state"])["state"] == "waiting_backoffice"


def test_3_undo_within_ten_seconds(people, office, story, admin):
    priya = people["priya"]
    before = len(admin.search("frontoffice.encounter", [("partner_id", "=", story["partner"])]))
    logged = priya.call("frontoffice.desk", "log", {
        "partner_id": story["partner"], "need_id": office["topic"], "outcome": "informed", "note": "oops",
    })
    priya.call("frontoffice.desk", "undo", logged["token"])
    assert len(admin.search("frontoffice.encounter", [("partner_id", "=", story["partner"])])) == before


def test_4_the_department_sends_back_and_gets_it_again(people, story, admin):
    jonas, priya, handoff = people["jonas"], people["priya"], [story["handoff"]]
    jonas.call("backoffice.handoff", "action_accept", handoff)
    jonas.call("backoffice.handoff", "action_undo", handoff)
    assert state(admin, story) == "sent"
    jonas.call("backoffice.handoff", "action_accept", handoff)
    jonas.call("backoffice.handoff", "action_return", handoff, ["detail"], "sender", "Which serial number?")
    assert state(admin, story) == "returned"
    with pytest.raises(Refused, match="side that asked|department"):
        jonas.call("backoffice.handoff", "action_resend", handoff, "me too")
    priya.call("backoffice.handoff", "action_resend", handoff, "It is 4711", {"serial": "4711"})
    assert state(admin, story) == "sent"


def test_5_it_waits_goes_on_and_is_ready(people, story, admin):
    jonas, handoff = people["jonas"], [story["handoff"]]
    jonas.call("backoffice.handoff", "action_accept", handoff)
    jonas.call("backoffice.handoff", "action_pause", handoff, "supplier", "Supplier confirms tomorrow", True)
    jonas.call("backoffice.handoff", "action_resume", handoff)
    jonas.call("backoffice.handoff", "action_deliver", handoff, "Pump is on the van")
    fields = ["state", "final_at", "due_at", "return_count"]
    row = one(admin, "backoffice.handoff", [("id", "=", story["handoff"])], fields)
    assert row["state"] == "delivered" and row["final_at"] <= row["due_at"] and row["return_count"] == 1
    promise = one(admin, "frontoffice.promise", [("id", "=", story["promise"])], ["state", "enabled_at"])
    assert promise["state"] == "enabled" and promise["enabled_at"]


def test_6_illegal_steps_name_both_states(people, story):
    with pytest.raises(Refused, match="Ready, please check.*accept"):
        people["jonas"].call("backoffice.handoff", "action_accept", [story["handoff"]])


def test_7_the_sender_confirms_and_the_promise_is_kept(people, story, admin):
    priya = people["priya"]
    priya.call("backoffice.handoff", "action_confirm", [story["handoff"]])
    assert state(admin, story) == "done"
    with pytest.raises(Refused, match="state|Status"):
        priya.call("frontoffice.promise", "write", [story["promise"]], {"state": "broken"})
    priya.call("frontoffice.promise", "action_keep", [story["promise"]])
    assert one(admin, "frontoffice.promise", [("id", "=", story["promise"])], ["state"])["state"] == "kept"
    priya.call("frontoffice.case", "action_resolve", [story["case"]])


def test_8_the_customer_rates_on_the_stock_page(lab, story, admin, people):
    people["priya"].call("frontoffice.case", "action_ask_rating", [story["case"]])
    rating = one(admin, "rating.rating", [("res_model", "=", "frontoffice.case"), ("res_id", "=", story["case"])],
                 ["access_token", "consumed"])
    jar = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    url = f"{lab['url']}/rate/{rating['access_token']}/5"
    page = jar.open(url, timeout=60).read().decode()
    fields = ["consumed", "rating"]
    assert not one(admin, "rating.rating", [("id", "=", rating["id"])], fields)["consumed"], "a look is not a vote"
    action = re.search(r'<form[^>]*action="([^"]*rate[^"]*)"', page).group(1)
    data = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    data |= {"rate": "5", "feedback": "Warm again"}
    jar.open(lab["url"] + action, urllib.parse.urlencode(data).encode(), timeout=60)
    voted = one(admin, "rating.rating", [("id", "=", rating["id"])], fields)
    assert voted == {"id": rating["id"], "consumed": True, "rating": 5.0}


def test_9_the_triangle_moves_and_its_numbers_open_these_records(lab, people, story, admin, office):
    """The promise is due in the future, so it counts from its due day on: a day that has passed is played."""
    helen = people["helen"]
    tomorrow = (datetime.now() + timedelta(days=30)).strftime("%Y-%m-%d")
    helen.call("triangle.dashboard", "refresh")
    window = {"date_from": (datetime.now() - timedelta(days=2)).strftime("%Y-%m-%d"), "date_to": tomorrow}
    page = helen.call("triangle.dashboard", "get_page", {**window, "team_id": office["team"]})
    tiles = {tile["code"]: tile for tile in page["tiles"]}
    assert tiles["K22"]["value"] == pytest.approx(1.0) and tiles["K22"]["n"] == 1
    assert tiles["K40"]["n"] == 1 and tiles["K40"]["value"] == 0.0
    action = helen.call("triangle.dashboard", "drill", "K40", {**window, "team_id": office["team"]})
    assert action["res_model"] == "backoffice.handoff"
    assert helen.call("backoffice.handoff", "search", action["domain"]) == [story["handoff"]]


def state(admin, story):
    return one(admin, "backoffice.handoff", [("id", "=", story["handoff"])], ["state"])["state"]
