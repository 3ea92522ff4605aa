"""What the data files of an add-on say about their records, without loading them."""

import ast
from typing import NamedTuple
from xml.etree import ElementTree


class Shipped(NamedTuple):
    """One record of a data file: fields are {name: (kind, value)}, kind "text", "html", "ref" or "value"."""

    xmlid: str
    model: str
    fields: dict


def _field(node):
    """(kind, value) of a <field>, or None when only the server can work it out."""
    if node.get("ref"):
        return "ref", node.get("ref")
    if node.get("eval"):
        try:
            return "value", ast.literal_eval(node.get("eval"))
        except (ValueError, SyntaxError):
            return None
    if node.get("type") in ("html", "xml"):
        inner = (node.text or "") + "".join(ElementTree.tostring(child, encoding="unicode") for child in node)
        return "html", inner.strip()
    if node.get("search") or node.get("type") or node.get("file") or len(node):
        return None
    return "text", node.text or ""


def read(text, models):
    """Records of the wanted models in a data file that stay as people leave them (``noupdate``).

    >>> found = read('''<odoo noupdate="1"><record id="a" model="x"><field name="n">Hi</field>
    ... <field name="h" eval="4.5"/><field name="w" eval="now()"/></record><record id="b" model="y"/></odoo>''', {"x"})
    >>> found
    [Shipped(xmlid='a', model='x', fields={'n': ('text', 'Hi'), 'h': ('value', 4.5)})]
    >>> read('<odoo><record id="a" model="x"/></odoo>', {"x"})
    []
    """
    found = []
    root = ElementTree.fromstring(text)
    for parent in root.iter():
        if parent.tag not in ("odoo", "data") or parent.get("noupdate", root.get("noupdate")) not in ("1", "True"):
            continue
        for node in parent.findall("record"):
            if node.get("model") in models and node.get("id"):
                fields = {field.get("name"): _field(field) for field in node.findall("field")}
                known = {name: value for name, value in fields.items() if value}
                found.append(Shipped(node.get("id"), node.get("model"), known))
    return found
