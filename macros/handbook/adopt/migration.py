"""Migrations: how the facts and pages of a company follow the contract of a newer engine.

The contract is a number: that of the newest migration in ``migrations/``, where each is a module
``m0001_what_it_is_about.py`` with a function ``migrate``. A company's ``company.yml`` says which
contract its facts follow. A migration changes texts and no records, keeps every line that it does
not have to change, and does nothing where it was done before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import iter_modules

from handbook.adopt import migrations as found
from handbook.text.yaml_edits import CannotApply, set_keys, written_value

# Paths from the root → what is in the files.
Texts = Mapping[str, str]
COMPANY = "docs/_facts/company.yml"
RECORDS = "docs/_records/"
# What migrations may change; they read what else a company has written, to say what it has to do.
CHANGED, READ = ("docs/", "training/"), ("macros/own/", "checks/test_own.py")
_NAME = re.compile(r"m(\d{4})_\w+")


class MigrationError(Exception):
    """The facts cannot be migrated as they are; says why in one line."""


@dataclass(frozen=True)
class Migrated:
    """What a migration makes of texts: those that change, what was done, and what a person has to
    decide, in sentences.
    """

    texts: Texts = field(default_factory=dict)
    did: tuple[str, ...] = ()
    decide: tuple[str, ...] = ()

    def __add__(self, later: Migrated) -> Migrated:
        """Both, one after the other."""
        return Migrated(
            {**self.texts, **later.texts}, self.did + later.did, self.decide + later.decide
        )


@dataclass(frozen=True)
class Migration:
    """A step from one contract to the next."""

    number: int
    title: str
    migrate: Callable[[Texts], Migrated]


def migrations() -> list[Migration]:
    """Every migration, the oldest first."""
    return [_migration(name) for name in _names()]


def _names() -> list[str]:
    """The names of their modules, which begin with their numbers."""
    names = sorted(module.name for module in iter_modules(found.__path__))
    return [name for name in names if _NAME.fullmatch(name)]


def _migration(name: str) -> Migration:
    module = import_module(f"{found.__name__}.{name}")
    title = (module.__doc__ or "").strip().partition("\n\n")[0].replace("\n", " ")
    return Migration(_number(name), title, module.migrate)


def contract() -> int:
    """The contract of this engine, for which no migration is loaded."""
    return _number(_names()[-1])


def _number(name: str) -> int:
    return int(name[1:5])


def contract_of(texts: Texts) -> int:
    """The contract that a company's facts follow; 0 where they do not say, which was before it was
    counted. Raises :class:`MigrationError`.
    """
    if COMPANY not in texts:
        raise MigrationError(
            f"{COMPANY} is missing, so nobody knows which contract the facts follow."
        )
    written = written_value(texts[COMPANY], "contract").partition(" #")[0].strip() or "0"
    if not written.isdecimal():
        raise MigrationError(
            f'{COMPANY} says "contract: {written}". It should be a number, as it was before.'
        )
    return int(written)


def migrate(texts: Texts) -> Migrated:
    """All that has to be done for the contract of this engine. Raises :class:`MigrationError`."""
    try:
        return _migrate(texts, contract_of(texts), migrations())
    except CannotApply as cannot:
        raise MigrationError(
            f"The facts cannot be changed as they are ({cannot}). handbook check says where."
        ) from None


def _migrate(texts: Texts, since: int, steps: list[Migration]) -> Migrated:
    if since > steps[-1].number:
        raise MigrationError(
            f"The facts follow contract {since}, and this version knows {steps[-1].number} at most. "
            "Take a newer version."
        )
    done = Migrated()
    for step in steps[since:]:
        done += _migrated(step, {**texts, **done.texts})
    if since < steps[-1].number:
        company = done.texts.get(COMPANY, texts[COMPANY])
        noted = f"contract: {steps[-1].number}"
        done += Migrated(
            {COMPANY: set_keys(company, 0, noted)}, (f'{COMPANY} says "{noted}" from now on.',)
        )
    return done


def _migrated(step: Migration, texts: Texts) -> Migrated:
    done = step.migrate(texts)
    changed = {path: text for path, text in done.texts.items() if text != texts.get(path)}
    if away := [
        path for path in changed if not path.startswith(CHANGED) or path.startswith(RECORDS)
    ]:
        raise ValueError(f"migration {step.number} may not change {away[0]}")
    return Migrated(changed, done.did, done.decide)
