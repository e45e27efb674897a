"""What a rule is: a slug, a generator of Problems, a docstring that is its help text, a bad and a good example."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from handbook.handbook import Handbook
from handbook.problems import Problem, RuleHelp, Severity

Judge = Callable[[Handbook], Iterator[Problem]]


@dataclass(frozen=True)
class Rule:
    """A rule with its help; ``judge`` is None for what is noticed while reading, before there is anything to judge."""

    help: RuleHelp
    judge: Judge | None = None


RULES: dict[str, Rule] = {}


def rule(slug: str, *, bad: str, good: str, severity: Severity = "must") -> Callable[[Judge], Judge]:
    """Register a generator of Problems as the rule ``slug``. A Problem may itself say that it is only advice."""

    def register(judge: Judge) -> Judge:
        add(slug, inspect.cleandoc(judge.__doc__ or ""), bad, good, severity, judge)
        return judge

    return register


def add(
    slug: str, text: str, bad: str, good: str, severity: Severity = "must", judge: Judge | None = None
) -> None:
    """Register a rule by its help text; used directly for what is noticed while reading."""
    if slug in RULES:
        raise ValueError(f'there are two rules "{slug}"')
    RULES[slug] = Rule(RuleHelp(slug, text, bad.strip("\n"), good.strip("\n"), severity), judge)


def run(handbook: Handbook) -> Iterator[Problem]:
    """Every Problem that any rule finds, stamped with the rule's slug and severity."""
    for slug in RULES:
        yield from judge(slug, handbook)


def judge(slug: str, handbook: Handbook) -> Iterator[Problem]:
    """Every Problem that one rule finds."""
    rule = RULES[slug]
    for problem in rule.judge(handbook) if rule.judge else ():
        advice = rule.help.severity == "advice" or problem.severity == "advice"
        yield replace(problem, rule=slug, severity="advice" if advice else "must")


def help_texts() -> list[RuleHelp]:
    """The help of all rules, in the order of their slugs."""
    return [RULES[slug].help for slug in sorted(RULES)]
