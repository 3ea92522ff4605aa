"""Load the pure `tools` packages of the addons without Odoo.

Importing ``addons.frontoffice_crm`` would run its models; here each addon's
``tools`` folder becomes a package of its own, so that ``odoo`` never enters
``sys.modules`` and relative imports inside ``tools`` keep working.

    from pure import frontoffice, triangle
    frontoffice("working_time").Hours
"""

import importlib
import importlib.util
import sys
from functools import partial
from pathlib import Path

ADDONS = Path(__file__).resolve().parent.parent / "addons"
PACKAGES = {
    "frontoffice_tools": ADDONS / "frontoffice_crm" / "tools",
    "backoffice_tools": ADDONS / "backoffice_ops" / "tools",
    "triangle_tools": ADDONS / "triangle_kpis" / "tools",
}


def package(alias):
    """The tools folder behind ``alias`` as an imported package."""
    if alias not in sys.modules:
        folder = PACKAGES[alias]
        spec = importlib.util.spec_from_file_location(
            alias, folder / "__init__.py", submodule_search_locations=[str(folder)]
        )
        module = sys.modules[alias] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[alias]


def load(alias, name):
    """One pure module, e.g. ``load("frontoffice_tools", "working_time")``."""
    package(alias)
    return importlib.import_module(f"{alias}.{name}")


def modules():
    """(alias, module name) of every pure module, for the doctests."""
    for alias, folder in PACKAGES.items():
        for path in sorted(folder.glob("*.py")):
            if path.stem != "__init__":
                yield alias, path.stem


frontoffice = partial(load, "frontoffice_tools")
backoffice = partial(load, "backoffice_tools")
triangle = partial(load, "triangle_tools")
