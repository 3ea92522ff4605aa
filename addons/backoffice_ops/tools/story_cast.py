"""Departments, request types and what is missing in the sample company. Data only."""

PIPES = "office@rohr-partner.example"
#: code, name, head, clerk
DEPARTMENTS = (
    ("finance", "Finance", "ines", "tomas"), ("parts", "Parts", "jonas", "noah"), ("hr", "HR", "mei", None),
    ("it", "IT", "sam", None), ("legal", "Legal", "elif", None), ("quality", "Quality", "arjun", None),
    ("dispatch", "Dispatch", "grace", None),
)
#: code, name, department, accept within, ready within (working hours), what it needs: (code, name, required)
SERVICES = (
    ("refund", "Refund", "finance", 4, 8,
     (("invoice", "Invoice", True), ("amount", "Amount", True), ("bank_account", "Bank account", True))),
    ("credit_release", "Credit release", "finance", 2, 8, (("order", "Order", True),)),
    ("invoice_copy", "Invoice copy", "finance", 4, 16, (("invoice", "Invoice", True),)),
    ("payment_plan", "Payment plan", "finance", 4, 16, (("instalments", "Instalments wished", False),)),
    ("spare_part", "Spare part to the van", "parts", 4, 14,
     (("serial_number", "Serial number", True), ("photo", "Photo of the type plate", False))),
    ("part_price", "Part price and availability", "parts", 2, 6, (("serial_number", "Serial number", False),)),
    ("engineer_slot", "Engineer slot", "dispatch", 1, 6, (("address", "Address", True),)),
    ("emergency_slot", "Emergency slot", "dispatch", 1, 2, (("address", "Address", True),)),
    ("pipe_work", "Drain and pipe work", "dispatch", 4, 16, (("address", "Address", True),)),
    ("shift_swap", "Shift swap", "hr", 8, 24, ()),
    ("access", "Access for a colleague", "it", 4, 8, (("system", "System", True),)),
    ("phone_fault", "Phone or PC out of order", "it", 2, 8, ()),
    ("contract_check", "Contract check", "legal", 8, 24, (("contract", "Contract", True),)),
    ("complaint_letter", "Answer to a complaint letter", "legal", 4, 16, (("letter", "Letter", True),)),
    ("site_inspection", "Site inspection", "quality", 8, 24, (("address", "Address", True),)),
)
#: what one request costs inside: fees or material in pounds, hours of work, pounds an hour
COSTS = {
    "refund": (1.2, 0.4, 32), "credit_release": (0, 0.3, 32), "invoice_copy": (0.9, 0.2, 32),
    "payment_plan": (3, 0.8, 32), "spare_part": (6.5, 0.5, 28), "part_price": (0, 0.3, 28),
    "engineer_slot": (0, 0.25, 26), "emergency_slot": (0, 0.3, 26), "pipe_work": (95, 0.4, 26),
    "shift_swap": (0, 0.3, 34), "access": (0, 0.4, 36), "phone_fault": (4, 0.7, 36),
    "contract_check": (0, 2.5, 60), "complaint_letter": (1.2, 1.5, 60), "site_inspection": (14, 3, 38),
}
#: what the senders of the story answer, by what was asked
ANSWERS = {
    "invoice": "INV/0417", "amount": "£148", "bank_account": "on the customer's file", "order": "S00231",
    "serial_number": "LW-4711-28", "photo": "attached", "address": "as on the case", "system": "Scheduling",
    "contract": "MC-0902", "letter": "attached", "instalments": "6",
}
#: steps before "ready": (name, needed)
CHECKLISTS = {"refund": (
    ("Invoice found", True), ("Amount checked against the visit", True), ("Bank account checked", True),
    ("Second pair of eyes from £100", False),
)}
#: code, name, whose turn
REASONS = (
    ("serial_number", "Serial number missing", "sender"), ("bank_account", "Bank account missing", "sender"),
    ("photo", "Photo of the type plate missing", "sender"),
    ("customer_date", "Customer has to choose a date", "customer"),
)
#: request types a promise leads to, the one that fails first in front
BEHIND = {
    "engineer_visit": ("spare_part", "engineer_slot"), "engineer_24h": ("spare_part", "engineer_slot"),
    "call_back": ("credit_release", "invoice_copy"), "spare_part": ("spare_part",),
    "refund": ("refund", "credit_release"), "quote": ("part_price",),
}
#: asked without a promise to a customer
INTERNAL = ("access", "phone_fault", "contract_check", "complaint_letter", "site_inspection", "shift_swap",
            "invoice_copy", "payment_plan", "credit_release", "credit_release", "refund", "emergency_slot", "pipe_work")
#: what is usually missing
MISSING = {"spare_part": "serial_number", "part_price": "serial_number", "refund": "bank_account"}
