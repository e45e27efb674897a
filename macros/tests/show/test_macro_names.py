"""Names of macros: none means something else already, and none is there twice."""

from __future__ import annotations

import jinja2
import pytest

from handbook.pages import Meta
from handbook.show.html import Html
from handbook.show.macro import TAKEN, Macro, all_macros, macro


@pytest.mark.parametrize(
    "name",
    sorted(
        {
            "range",
            "dict",
            "lipsum",
            "cycler",
            "page",
            "config",
            "fix_url",
            "owner",
            "readers",
            *Meta.model_fields,
        }
    ),
)
def test_a_name_that_already_means_something_is_refused(name):
    assert name in TAKEN
    with pytest.raises(ValueError, match="already means something"):
        Macro(name, "inline", lambda asked: None, f"{name}()", lambda shown, view: Html(""))


def test_no_macro_takes_a_name_of_jinja():
    assert not set(all_macros()) & {
        *jinja2.Environment().globals,
        *jinja2.Environment().filters,
        *jinja2.Environment().tests,
    }


def test_two_macros_of_one_name_are_refused():
    def price(asked):
        """Another price."""

    with pytest.raises(ValueError, match='there are two macros "price"'):
        macro("inline", "price()", lambda shown, view: Html(""))(price)
