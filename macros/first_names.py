"""Write the list of first names that the handbook knows, from the lists that `faker` keeps by country.

Run it where a newer list is wanted; the handbook itself needs no faker:

    .venv/bin/uv run --no-project --with faker==40.63.0 python macros/first_names.py
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.metadata import distribution, version
from pathlib import Path

_LIST = Path(__file__).parent / "handbook/text/confidential/first_names.txt"
# Countries of Europe and the Americas whose names are written in Latin letters.
_COUNTRIES = (
    "cs_CZ da_DK de_AT de_CH de_DE en_GB en_IE en_US es_ES et_EE fi_FI fr_FR ga_IE hr_HR hu_HU it_IT lt_LT lv_LV nl_BE nl_NL no_NO "
    "pl_PL pt_BR pt_PT ro_RO sk_SK sl_SI sv_SE tr_TR"
).split()
# As a date, and never noticed as a name.
_MONTHS = frozenset("april august july june march may".split())


def _first_names() -> frozenset[str]:
    """First names in small letters."""
    names = (name for country in _COUNTRIES for name in _of_country(country))
    return frozenset(name.lower() for name in names if len(name) > 2) - _MONTHS


def _of_country(country: str) -> Iterator[str]:
    provider = import_module(f"faker.providers.person.{country}").Provider
    for kind in ("first_names", "first_names_male", "first_names_female"):
        names: Iterable[str] | property = getattr(provider, kind, ())
        if not isinstance(names, property):
            yield from names


def _head() -> Iterator[str]:
    """Where the list comes from, with the licence under which it may be passed on."""
    yield f"First names of people in small letters, from faker {version('faker')}; written by macros/first_names.py."
    yield "The list is passed on under the licence of faker:"
    files = distribution("faker").files or ()
    licence = next(file for file in files if file.name.startswith("LICENSE"))
    yield from ("", *licence.read_text().strip().splitlines())


if __name__ == "__main__":
    head = (f"# {line}".rstrip() for line in _head())
    _LIST.write_text("\n".join([*head, *sorted(_first_names())]) + "\n", encoding="utf-8")
