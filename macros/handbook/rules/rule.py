"""What a rule is: a slug, a generator of Problems, a docstring that is its help text, a bad and a
good example.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from handbook.facts.discovery import load, say_where
from handbook.handbook import Handbook
from handbook.problems.problem import Problem, RuleHelp, Severity
from handbook.show.shown import Shown

Judge = Callable[[Handbook], Iterator[Problem]]
ShownJudge = Callable[[Handbook, Shown], Iterator[Problem]]
AnyJudge = TypeVar("AnyJudge", Judge, ShownJudge)

# The good example, or what is in it instead of which words of the bad one.
Good = str | Mapping[str, str]


@dataclass(frozen=True)
class Rule:
    """A rule with its help; ``module`` judges it, none where it is noticed while reading.

    ``of_absence``: it says that something is nowhere, or no longer what it was. While a thing is
    missing that others name, what hangs on it cannot be shown, so such a rule would blame what is
    right. ``wants``: the id of the part that it asks more of; until that is complete, it is advice.
    """

    help: RuleHelp
    of_absence: bool = False
    module: str = ""
    wants: str = ""


_WANTED = "\n\nUntil `parts.yml` says that the part is complete, this is advice."

# By slug: the rules, what judges the pages and facts as they were read, and what judges these with
# what pages show. A rule that is noticed while reading has neither.
_rules: dict[str, Rule] = {}
_judges: dict[str, list[Judge]] = {}
_shown_judges: dict[str, list[ShownJudge]] = {}


def all_rules() -> Mapping[str, Rule]:
    """Every rule by its slug, those of a company's own documents too, in the order of their slugs."""
    load("rules")
    return dict(sorted(_rules.items()))


def rule(
    slug: str,
    *,
    bad: str,
    good: Good,
    severity: Severity = "must",
    of_absence: bool = False,
    wants: str = "",
) -> Callable[[Judge], Judge]:
    """Register a generator of Problems as the rule ``slug``. A Problem may itself say that it is
    only advice.
    """

    return _registering(_judges, slug, bad, good, severity, of_absence, wants)


def shown_rule(
    slug: str,
    *,
    bad: str,
    good: Good,
    severity: Severity = "must",
    of_absence: bool = False,
    wants: str = "",
) -> Callable[[ShownJudge], ShownJudge]:
    """Register a rule that also looks at what pages show: their macros, the facts and the anchors
    these bring.
    """

    return _registering(_shown_judges, slug, bad, good, severity, of_absence, wants)


def _registering(
    judges: dict[str, list[AnyJudge]],
    slug: str,
    bad: str,
    good: Good,
    severity: Severity,
    of_absence: bool,
    wants: str,
) -> Callable[[AnyJudge], AnyJudge]:
    def register(judge: AnyJudge) -> AnyJudge:
        text = inspect.cleandoc(judge.__doc__ or "")
        add(
            slug,
            text + _WANTED * bool(wants),
            bad,
            good,
            severity,
            of_absence,
            judge.__module__,
            wants,
        )
        judges.setdefault(slug, []).append(judge)
        return judge

    return register


def add(
    slug: str,
    text: str,
    bad: str,
    good: Good,
    severity: Severity = "must",
    of_absence: bool = False,
    module: str = "",
    wants: str = "",
) -> None:
    """Register a rule by its help text; used directly for what is noticed while reading."""
    if slug in _rules:
        raise ValueError(f'there are two rules "{slug}"')
    mended = good if isinstance(good, str) else _mended(bad, good)
    help_text = RuleHelp(slug, text, bad.strip("\n"), mended.strip("\n"), severity)
    _rules[slug] = Rule(help_text, of_absence, module, wants)


def _mended(bad: str, changes: Mapping[str, str]) -> str:
    """The bad example with each of the words replaced; ValueError where they are not there once."""
    for old, new in changes.items():
        if bad.count(old) != 1:
            raise ValueError(f"{old!r} is not in the bad example once")
        bad = bad.replace(old, new)
    return bad


def also(slug: str) -> Callable[[Judge], Judge]:
    """Register one more generator of Problems for a rule that is declared elsewhere."""

    def register(judge: Judge) -> Judge:
        _judges.setdefault(slug, []).append(judge)
        return judge

    return register


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


# Rule → the files and folders of facts whose items it goes through.
Reads = dict[str, frozenset[str]]


def run(handbook: Handbook, shown: Shown, reads: Reads | None = None) -> Iterator[Problem]:
    """Every Problem that any rule finds; ``reads`` is filled with what each rule went through."""
    tables = [table for _, table in handbook.facts.tables()] if reads is not None else []
    for slug in all_rules():
        before = [table.counted for table in tables]
        yield from judge(slug, handbook, shown)
        if reads is not None:
            now = zip(tables, before, strict=True)
            reads[slug] = frozenset(table.path for table, was in now if table.counted > was)


def judge(slug: str, handbook: Handbook, shown: Shown) -> Iterator[Problem]:
    """Every Problem that one rule finds, stamped with the rule's slug and severity."""
    load("rules")
    of_read = (judge(handbook) for judge in _on(_judges, slug, handbook))
    of_shown = (judge(handbook, shown) for judge in _on(_shown_judges, slug, handbook))
    return _stamped(slug, handbook, chain.from_iterable(chain(of_read, of_shown)))


def _on(judges: Mapping[str, list[AnyJudge]], slug: str, handbook: Handbook) -> list[AnyJudge]:
    """The judges of a rule, without those of documents that the company goes without. While there
    are such, nobody knows what is used nowhere: advice about that would be wrong.
    """
    known = _rules[slug]
    if handbook.off and known.of_absence and known.help.severity == "advice":
        return []
    return [judge for judge in judges.get(slug, []) if not handbook.off.holds(judge.__module__)]


def judge_as_read(slug: str, handbook: Handbook) -> Iterator[Problem]:
    """What a rule finds that looks at no more than what was read: before an engine starts, nothing
    is shown yet.
    """
    load("rules")
    if slug in _shown_judges:
        raise ValueError(f'the rule "{slug}" also looks at what pages show')
    found = (judge(handbook) for judge in _judges.get(slug, []))
    return _stamped(slug, handbook, chain.from_iterable(found))


def _stamped(slug: str, handbook: Handbook, found: Iterable[Problem]) -> Iterator[Problem]:
    rule = _rules[slug]
    only_advice = rule.help.severity == "advice" or not _is_demanded(rule, handbook)
    try:
        for problem in found:
            advice = only_advice or problem.severity == "advice"
            severity: Severity = "advice" if advice else "must"
            yield replace(problem, rule=rule.help.id, severity=severity)
    except Exception as fault:
        say_where(fault)
        raise


def _is_demanded(rule: Rule, handbook: Handbook) -> bool:
    """Whether the part of which a rule wants more is complete; one that no contract knows is."""
    if not rule.wants:
        return True
    known = {part.id for document in handbook.contract for part in document.parts}
    return handbook.states.get(rule.wants, "growing") == "complete" or rule.wants not in known


def help_texts() -> list[RuleHelp]:
    """The help of all rules, in the order of their slugs."""
    return [rule.help for rule in all_rules().values()]
