"""Rules about sanctions and rewards: nobody is judged by rules that are not written or taught, and
awards stay within time and money.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import combinations, pairwise

from handbook.documents.company.facts.company import Role
from handbook.documents.company.facts.measures import pulls
from handbook.documents.forecast.facts.plan import Budget, Plan
from handbook.documents.forecast.plan.seats import quarters_of
from handbook.documents.motivation.cost import cost_of_selling
from handbook.documents.motivation.facts import Breach, PayPlan, Reward
from handbook.handbook import Handbook
from handbook.problems.problem import Cause, Problem, did_you_mean, listed, nearest
from handbook.rules.amounts import spaced
from handbook.rules.rule import rule, shown_rule
from handbook.show.shown import Shown

# From the mildest to the gravest.
RISING = (
    "talk",
    "plan gate",
    "loss of a future discretionary reward",
    "written warning",
    "dismissal procedure",
)


@shown_rule(
    "breach-without-rule",
    bad="""
motivation/breaches.yml:
- id: discount-above-the-limit
  breach: You gave more than your limit
  page: sales-book/price.md
""",
    good={"  page: sales-book/price.md": "  page: sales-book/prices.md"},
)
def breaches_without_rule(handbook: Handbook, shown: Shown) -> Iterator[Problem]:
    """A breach leads to the page and the heading where the rule is written. Nobody is judged by a
    rule that is not written down.
    """
    for breach in handbook.facts[Breach]:
        page = handbook.pages.get(breach.page)
        if page is None:
            yield _no_page(handbook, breach)
        elif page.src in handbook.unreadable or breach.heading in page.ids:
            continue  # nothing need be drawn to know its ids
        elif breach.heading not in shown.anchors(page):
            ids = sorted(page.ids)
            what = f'The rule of "{breach.id}" is to stand on {breach.page} under "{breach.heading}". There is no such heading.'
            guess = nearest(breach.heading, ids)
            fix = "write:" if guess else f"use one of those that page has: {listed(ids, 40)}."
            yield Problem(
                breach.at("heading"),
                what + did_you_mean(breach.heading, ids),
                fix,
                f"heading: {guess}" if guess else "",
                cause=Cause("heading", f"{page.src}#{breach.heading}"),
            )


def _no_page(handbook: Handbook, breach: Breach) -> Problem:
    guess = nearest(breach.page, handbook.pages)
    what = f'The rule of "{breach.id}" is to stand on "{breach.page}". There is no such page.{did_you_mean(breach.page, handbook.pages)}'
    fix = "write:" if guess else "name the page, from the folder docs on."
    paste = f"page: {guess}" if guess else ""
    return Problem(breach.at("page"), what, fix, paste, cause=Cause("page", breach.page))


@rule(
    "sanctions-out-of-order",
    bad="motivation/breaches.yml:\nsteps: [written warning, talk, talk]",
    good="motivation/breaches.yml:\nsteps: [talk, plan gate, written warning]",
)
def sanctions_out_of_order(handbook: Handbook) -> Iterator[Problem]:
    """The steps that may follow a breach rise from the mildest to the gravest, each once: talk,
    plan gate, loss of a future discretionary reward, written warning, dismissal procedure. There is
    no other step, and never a fine.
    """
    for breach in handbook.facts[Breach]:
        order = [RISING.index(step) for step in breach.steps]
        if any(earlier >= other for earlier, other in pairwise(order)):
            rising = ", ".join(RISING[place] for place in sorted(set(order)))
            what = f'The steps after "{breach.id}" do not rise: {", ".join(breach.steps)}.'
            yield Problem(
                breach.at("steps"), what, "put the milder first, each once:", f"steps: [{rising}]"
            )


@rule(
    "appeal-to-the-same",
    bad="motivation/breaches.yml:\nheard_within: 5 business days\nappeal_to: sales-director",
    good="motivation/breaches.yml:\nheard_within: 5 business days\nappeal_to: managing-director",
)
def appeals_to_the_same(handbook: Handbook) -> Iterator[Problem]:
    """An appeal goes to another role than the one that decided, so that somebody hears the case
    with fresh ears.
    """
    for breach in handbook.facts[Breach]:
        if breach.appeal_to == breach.decided_by:
            role = handbook.facts[Role].get(breach.decided_by)
            above = role.reports_to if role and role.reports_to else "…"
            what = f'After "{breach.id}" one may appeal only to "{breach.decided_by}", which has decided already.'
            yield Problem(
                breach.at("appeal_to"),
                what,
                "name another role, for instance the one above:",
                f"appeal_to: {above}",
            )


@rule(
    "reward-turned-round",
    bad="motivation/rewards.yml:\nbudget: 400\nmost_each: 500",
    good="motivation/rewards.yml:\nbudget: 400\nmost_each: 100",
)
def rewards_turned_round(handbook: Handbook) -> Iterator[Problem]:
    """An award ends after it begins, and one person can win at most its budget."""
    for reward in handbook.facts[Reward]:
        if reward.until < reward.from_:
            what = f'"{reward.name}" ends on {reward.until.isoformat()}, before it begins.'
            yield Problem(reward.at("until"), what, "correct one of the two days.")
        if reward.most_each > reward.budget:
            what = f'One person can win {spaced(Decimal(reward.most_each))} of "{reward.name}", whose budget is {spaced(Decimal(reward.budget))}.'
            yield Problem(
                reward.at("most_each"), what, "write at most:", f"most_each: {reward.budget}"
            )


@rule(
    "rewards-contradict",
    severity="advice",
    bad="""
motivation/rewards.yml:
- id: nothing-asked-back
  name: Nothing asked back
  for_what: A month in which operations had no question back
  measure: orders-complete
  products: [tap-one]
  from: 2027-03-15
# Another award runs until 2027-03-31, by signed-orders, which pulls against orders-complete.
""",
    good={"  from: 2027-03-15": "  from: 2027-05-01"},
)
def contradicting_rewards(handbook: Handbook) -> Iterator[Problem]:
    """Two awards that run on the same days and are about the same products do not pull against each
    other: what one is counted by is not what suffers when the other is pushed (`pulls_against` in
    `measures.yml`). Working for both wins nothing, and working for one spoils the other. An award
    that names no `products` is about all of them.
    """
    coming = [reward for reward in handbook.facts[Reward] if reward.until >= handbook.today]
    for earlier, other in combinations(sorted(coming, key=lambda reward: reward.from_), 2):
        first, last = max(earlier.from_, other.from_), min(earlier.until, other.until)
        if first <= last and _clash(handbook, earlier, other):
            what = (
                f'"{earlier.name}" and "{other.name}" both run from {first.isoformat()} until {last.isoformat()}, '
                f'but "{earlier.measure}" and "{other.measure}" pull against each other.'
            )
            after = earlier.until + timedelta(days=1)
            fix = "let one begin when the other is over, or count it by something else"
            if after <= other.until:
                yield Problem(other.at("from"), what, f"{fix}:", f"from: {after.isoformat()}")
            else:
                yield Problem(other.at("from"), what, f"{fix}.")


def _clash(handbook: Handbook, reward: Reward, other: Reward) -> bool:
    """Whether two awards share a product and are counted by measures that pull against each other."""
    shared = (
        not reward.products
        or not other.products
        or not set(reward.products).isdisjoint(other.products)
    )
    if not shared or reward.measure is None or other.measure is None:
        return False
    return pulls(handbook.facts, reward.measure, other.measure)


@rule(
    "rewards-above-budget",
    bad="""
motivation/rewards.yml:
- id: best-question
  name: Question of the quarter
  for_what: The question that opened a customer's eyes
  measure: signed-orders
  from: 2026-04-01
  until: 2027-03-31
  budget: 6 000
# The budget for selling leaves 5 700 above pay and hiring.
""",
    good={"  budget: 6 000": "  budget: 400"},
)
def rewards_above_budget(handbook: Handbook) -> Iterator[Problem]:
    """The awards that begin in the year of the plan cost at most what the budget for selling leaves
    above pay at target and hiring.
    """
    facts = handbook.facts
    plan, budget = facts.only(Plan), facts.only(Budget)
    quarters = quarters_of(facts, plan) if plan else []
    if budget is None or not facts[PayPlan] or not quarters:
        return
    left = Decimal(budget.selling) - cost_of_selling(facts)
    begin = [
        reward for reward in facts[Reward] if quarters[0].from_ <= reward.from_ < quarters[-1].until
    ]
    total = sum((Decimal(reward.budget) for reward in begin), Decimal(0))
    # A budget too small even for pay has a message of its own.
    if begin and total > left >= 0:
        what = f"The awards of the year cost {spaced(total)} together, but the budget for selling leaves {spaced(left)} above pay and hiring."
        yield Problem(
            begin[-1].at("budget"),
            what,
            f"lower an award, or raise the budget in {budget.at().path}.",
        )
