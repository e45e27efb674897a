"""Values of one fact that come one after the other: the day it ends, the hour it closes."""

from __future__ import annotations

from typing import TypeVar

from pydantic import AfterValidator, ValidationInfo

from handbook.facts.scalars import ScalarError

T = TypeVar("T")


def later_than(key: str) -> AfterValidator:
    """Refuses a value that is not later than that of a key above it. Where either is missing, or
    could not be read, it says nothing.
    """

    def holds(value: T, info: ValidationInfo) -> T:
        before = info.data.get(key, info.data.get(f"{key}_"))
        if value is not None and before is not None and value <= before:
            raise ScalarError(f'later than "{key}"')
        return value

    return AfterValidator(holds)
