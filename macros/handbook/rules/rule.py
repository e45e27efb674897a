"""What a rule is: a slug, a generator of Problems, a docstring that is its help text, a bad and a good example."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from handbook.facts.discovery import load, say_where
from handbook.handbook import Handbook
from handbook.problems.problem import Problem, RuleHelp, Severity

Judge = Callable[[Handbook], Iterator[Problem]]


@dataclass(frozen=True)
class Rule:
    """A rule with its help; ``judge`` is None for what is noticed while reading, before there is anything to judge.

    ``of_absence``: it says that something is nowhere, or no longer what it was. While a thing is missing that others name,
    what hangs on it cannot be shown, so such a rule would blame what is right.
    """

    help: RuleHelp
    judge: Judge | None = None
    of_absence: bool = False


_rules: dict[str, Rule] = {}


def all_rules() -> Mapping[str, Rule]:
    """Every rule by its slug, those of a company's own documents too, in the order of their slugs."""
    load("rules")
    return dict(sorted(_rules.items()))


def rule(
    slug: str, *, bad: str, good: str, severity: Severity = "must", of_absence: bool = False
) -> Callable[[Judge], Judge]:
    """Register a generator of Problems as the rule ``slug``. A Problem may itself say that it is only advice."""

    def register(judge: Judge) -> Judge:
        add(slug, inspect.cleandoc(judge.__doc__ or ""), bad, good, severity, judge, of_absence)
        return judge

    return register


def add(
    slug: str,
    text: str,
    bad: str,
    good: str,
    severity: Severity = "must",
    judge: Judge | None = None,
    of_absence: bool = False,
) -> None:
    """Register a rule by its help text; used directly for what is noticed while reading."""
    if slug in _rules:
        raise ValueError(f'there are two rules "{slug}"')
    _rules[slug] = Rule(
        RuleHelp(slug, text, bad.strip("\n"), good.strip("\n"), severity), judge, of_absence
    )


Hide = Callable[[Handbook, list[Problem]], list[Problem]]
_hiding: list[Hide] = []


def hides(hide: Hide) -> Hide:
    """Register what takes out of messages what nobody may read there, such as a question of a test."""
    _hiding.append(hide)
    return hide


def without_hidden(handbook: Handbook, problems: list[Problem]) -> list[Problem]:
    """The Problems, each without what its message may not quote."""
    load("rules")
    for hide in _hiding:
        problems = hide(handbook, problems)
    return problems


_also: dict[str, list[Judge]] = {}


def also(slug: str) -> Callable[[Judge], Judge]:
    """Register one more generator of Problems for a rule that is declared elsewhere."""

    def register(judge: Judge) -> Judge:
        _also.setdefault(slug, []).append(judge)
        return judge

    return register


# Rule → the files and folders of facts whose items it goes through.
Reads = dict[str, frozenset[str]]


def run(handbook: Handbook, reads: Reads | None = None) -> Iterator[Problem]:
    """Every Problem that any rule finds; ``reads`` is filled with what each rule went through."""
    tables = [table for _, table in handbook.facts.tables()] if reads is not None else []
    for slug in all_rules():
        before = [table.counted for table in tables]
        yield from judge(slug, handbook)
        if reads is not None:
            now = zip(tables, before, strict=True)
            reads[slug] = frozenset(table.path for table, was in now if table.counted > was)


def judge(slug: str, handbook: Handbook) -> Iterator[Problem]:
    """Every Problem that one rule finds, stamped with the rule's slug and severity."""
    load("rules")
    rule = _rules[slug]
    judges = [*([rule.judge] if rule.judge else []), *_also.get(slug, [])]
    try:
        for problem in chain.from_iterable(judge(handbook) for judge in judges):
            advice = rule.help.severity == "advice" or problem.severity == "advice"
            yield replace(problem, rule=slug, severity="advice" if advice else "must")
    except Exception as fault:
        say_where(fault)
        raise


def help_texts() -> list[RuleHelp]:
    """The help of all rules, in the order of their slugs."""
    return [rule.help for rule in all_rules().values()]
