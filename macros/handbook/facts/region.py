"""What drawing needs of a company: its name, language, currency, time zone, country, and its branch
in git. More of it is no business of the machinery.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable


@runtime_checkable
class Region(Protocol):
    """The fact that says in which language, currency and zone the handbook speaks.

    ``decimals``: how many of them an amount of money has.
    """

    @property
    def name(self) -> str: ...

    @property
    def locale(self) -> str: ...

    @property
    def currency(self) -> str: ...

    @property
    def decimals(self) -> int: ...

    @property
    def time_zone(self) -> str: ...

    @property
    def holidays_of(self) -> str: ...

    @property
    def branch(self) -> str: ...
