"""Who and what is in the sample company: people, customers, topics, standard promises, channels.

Data only. Every address ends in ``.example`` and every number lies in the range Ofcom keeps for
drama, so nothing sent by mistake reaches anybody.
"""

COMPANY = "Lindwater Heating & Cooling"
ZONE = "Europe/London"
DOMAIN = "lindwater.example"
TEAMS = (("north", "Service North"), ("south", "Service South"))

#: code, name, role preset, team, channel of the desk
PEOPLE = (
    ("helen", "Helen Marsh", "director", None, None),
    ("priya", "Priya Nair", "front_desk", "south", "counter"),
    ("omar", "Omar Haddad", "front_desk", "north", "phone"),
    ("grace", "Grace Okafor", "team_leader", "south", "phone"),
    ("lukas", "Lukas Brandt", "sales_service", "north", "email"),
    ("chloe", "Chloé Martin", "sales_service", None, "web"),
    ("ines", "Ines Duarte", "department_head", None, None),
    ("tomas", "Tomás Rivera", "department_clerk", None, None),
    ("jonas", "Jonas Weber", "department_head", None, None),
    ("noah", "Noah Fischer", "department_clerk", None, None),
    ("mei", "Mei Tanaka", "department_head", None, None),
    ("sam", "Sam Whitfield", "department_head", None, None),
    ("elif", "Elif Kaya", "department_head", None, None),
    ("arjun", "Arjun Patel", "department_head", None, None),
)
#: code, name, kind, first answer within minutes
CHANNELS = (
    ("counter", "Counter", "counter", 15), ("phone", "Phone", "phone", 5),
    ("email", "E-mail", "email", 240), ("web", "Web form", "web", 480),
)
AROUND_THE_CLOCK = "engineer_24h"
#: code, name, sentence, hours, owner
STANDARDS = (
    ("engineer_visit", "Engineer visit", "Our engineer comes by {when}, within a two-hour window.", 24, "jonas"),
    (AROUND_THE_CLOCK, "Engineer in 24 hours", "Our engineer is at your door by {when}.", 24, "chloe"),
    ("call_back", "Call back", "We call you back by {when}.", 4, "grace"),
    ("spare_part", "Spare part fitted", "The part is here and fitted by {when}.", 40, "jonas"),
    ("refund", "Money back", "The money is back on your account by {when}.", 24, "ines"),
    ("quote", "Written quotation", "You have our quotation by {when}.", 16, "lukas"),
)
#: what they manage 8 times out of 10, in hours of the standard's own clock
CAPABILITY = {
    "engineer_visit": 22.5, AROUND_THE_CLOCK: 72.0, "call_back": 3.25, "spare_part": 36.5, "refund": 20.5,
    "quote": 14.0,
}
#: code, name, keywords, usual promise, team, case type
TOPICS = (
    ("boiler", "Boiler stopped", "boiler, no heat, heating stopped, pressure, cold radiators", "engineer_visit",
     "north", "problem"),
    ("leak", "Leak", "leak, leaking, dripping, water on the floor", "engineer_visit", "south", "problem"),
    ("cooling", "Cooling not cold", "air conditioning, cooling, too warm, aircon", "engineer_visit", "south",
     "problem"),
    ("service", "Yearly service", "maintenance, yearly service, inspection due", "engineer_visit", "south", "order"),
    ("part", "Spare part", "spare part, valve, pump, thermostat, filter", "spare_part", "north", "order"),
    ("bill", "Bill question", "bill, invoice, charged, payment, direct debit", "call_back", "south", "question"),
    ("refund", "Money back", "refund, money back, credit note, paid twice", "refund", "south", "complaint"),
    ("move_visit", "Move visit", "reschedule, another day, move the visit, cancel the visit", "call_back", "north",
     "order"),
    ("quote", "New installation", "quotation, offer, new boiler, heat pump, price for", "quote", "north", "order"),
    ("contract", "Maintenance contract", "contract, renew, renewal, terminate", "quote", "north", "question"),
    ("complaint", "Not satisfied", "complaint, unhappy, nobody came, waited all day", "call_back", "south",
     "complaint"),
    ("praise", "Praise", "thank you, great job, very friendly", None, "south", "praise"),
)
#: topic by promise it leads to
TOPICS_OF = {
    "engineer_visit": ("boiler", "boiler", "leak", "cooling", "service"),
    AROUND_THE_CLOCK: ("boiler", "leak", "cooling"),
    "call_back": ("bill", "move_visit", "complaint"), "spare_part": ("part",), "refund": ("refund", "bill"),
    "quote": ("quote", "contract"),
}
CAMPAIGNS = (
    ("engineer_24h", "Engineer at your door in 24 hours", "chloe"),
    ("two_hours", "Three working days, two-hour window", "chloe"),
)
#: code, name, is a company, town, street
CUSTOMERS = (
    ("ana", "Ana Ortiz", False, "Ellersby", "14 Mill Lane"),
    ("lumen", "Café Lumen", True, "Lindwater", "2 Market Square"),
    ("harbour", "Harbour Dental", True, "Harbour Point", "9 Quay Street"),
    ("town", "Town of Ellersby", True, "Ellersby", "Town Hall"),
    ("amsel", "Mrs Amsel", False, "Upper Linden", "3 Church Row"),
)
FIRST = ("Maria", "James", "Aisha", "Peter", "Lena", "David", "Fatima", "Robert", "Hannah", "Carlos", "Emily",
         "Yusuf", "Sofia", "Martin", "Nadia", "George")
LAST = ("Walker", "Silva", "Ahmed", "Novak", "Clarke", "Jensen", "Costa", "Murphy", "Becker", "Hughes", "Rossi",
        "Khan", "Larsen", "Wood", "Moreau", "Price")
TOWNS = ("Ellersby", "Lindwater", "Harbour Point", "Upper Linden", "Marsh End", "Stonebridge")
GENERATED = 3395
#: beginnings of the numbers Ofcom keeps for drama, a thousand each
DRAMA = ("1632 960", "113 496 0", "114 496 0", "115 496 0")


#: every ninth customer is a small business
EVERY_NINTH, TRADES = 9, ("Bakery", "Dental", "Garage", "Guest House", "Studio")


def customers():
    """Every customer as a dict: the five of the story, then generated ones, always the same.

    >>> people = customers()
    >>> len(people), people[0]["name"], len({p["name"] for p in people}), len({p["phone"] for p in people})
    (3400, 'Ana Ortiz', 3400, 3400)
    """
    rows = [
        {"key": code, "name": name, "is_company": company, "city": town, "street": street}
        for code, name, company, town, street in CUSTOMERS
    ]
    for n in range(GENERATED):
        initial = f" {'ABCDEFGHJKLMNPR'[n // 256 - 1]}." if n >= 256 else ""
        name = f"{FIRST[n % len(FIRST)]}{initial} {LAST[(n * 7 + n // len(FIRST)) % len(LAST)]}"
        trade = f" {TRADES[n % len(TRADES)]}" if n % EVERY_NINTH == 4 else ""
        rows.append({
            "key": f"c{n:03d}", "name": f"{name}{trade}", "is_company": bool(trade), "city": TOWNS[n % len(TOWNS)],
            "street": f"{1 + n % 88} {LAST[n % len(LAST)]} Road",
        })
    for n, row in enumerate(rows, start=10):
        row["phone"] = f"+44 {DRAMA[n // 1000]}{n % 1000:03d}"
        row["email"] = "" if row["key"] == "amsel" else f"{row['key']}@customer.example"
    return rows
