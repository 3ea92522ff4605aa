"""Every example in every pure module is true, and none of them needs Odoo."""

import doctest
import sys

import pure
import pytest


@pytest.mark.parametrize(("alias", "name"), list(pure.modules()), ids=lambda value: value)
def test_doctests(alias, name):
    failed, _attempted = doctest.testmod(pure.load(alias, name), optionflags=doctest.ELLIPSIS)
    assert not failed
    assert "odoo" not in sys.modules
