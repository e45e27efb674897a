"""First names of people, from the lists that `faker` keeps by country."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module

# Countries of Europe and the Americas whose names are written in Latin letters.
_COUNTRIES = (
    "cs_CZ da_DK de_AT de_CH de_DE en_GB en_IE en_US es_ES et_EE fi_FI fr_FR ga_IE hr_HR hu_HU it_IT lt_LT lv_LV nl_BE nl_NL no_NO "
    "pl_PL pt_BR pt_PT ro_RO sk_SK sl_SI sv_SE tr_TR"
).split()
# As a date, and never noticed as a name.
_MONTHS = frozenset("april august june july march may".split())


@cache
def first_names() -> frozenset[str]:
    """First names in small letters. Loading them takes long, so they are asked for only where a name may be."""
    names = (name for country in _COUNTRIES for name in _of_country(country))
    return frozenset(name.lower() for name in names if len(name) > 2) - _MONTHS


def _of_country(country: str) -> Iterator[str]:
    provider = import_module(f"faker.providers.person.{country}").Provider
    for kind in ("first_names", "first_names_male", "first_names_female"):
        names: Iterable[str] | property = getattr(provider, kind, ())
        if not isinstance(names, property):
            yield from names
