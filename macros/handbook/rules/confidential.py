"""Rules about what must not be in a handbook at all: secrets, private data, people beside a
judgement, files that hold keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from handbook.facts.kinds import kind_of
from handbook.facts.model import Fact, Item
from handbook.facts.not_confidential import AllowedText
from handbook.facts.region import Region
from handbook.handbook import Handbook
from handbook.problems.edits import Run
from handbook.problems.problem import Place, Problem, listed
from handbook.rules.rule import rule
from handbook.text.confidential.found import Finding
from handbook.text.confidential.people import NonPersonWords, judged_people

# As many lines of one file are said one by one; a list of five hundred customers is one thing to
# fix.
_EACH = 5
_REVOKE = (
    "take it out, and have it changed or revoked where it is used: anyone who could read this "
    "file may have it."
)


@rule(
    "secret-found",
    bad="The door of the tool: https://anna:Kave2026@crm.example.com",
    good="The password of the tool is in our password manager, under CRM.",
)
def found_secrets(handbook: Handbook) -> Iterator[Problem]:
    """No password, key or token is in a page, a fact, a record, a comment, a link, a question or
    the name of a file. Everybody who reads the handbook could use it, and git keeps it after it was
    taken out; so it is also changed or revoked where it is used. No message shows it whole. Keep
    secrets in a password manager, and say on the page where.
    """
    found = _not_allowed(handbook, "secret-found", handbook.secrets)
    yield from _said(handbook, "secret-found", found, "what looks like ", _REVOKE)


@rule(
    "private-data-found",
    bad="Ask Anna: +36 30 123 45 67, or anna.kovacs@gmail.com",
    good="Ask the service desk: service@example.com",
)
def found_private_data(handbook: Handbook) -> Iterator[Problem]:
    """No account, card or phone number of a person, no e-mail address of a person, no number by
    which the state knows somebody, no home address and no day of birth is in the handbook:
    everybody reads it, and git never forgets. A number without a checksum is noticed where words
    say what it is ("her tax number is …"). Name the role, and the address of the role: `sales@…`,
    `managing-director@…`. Numbers that companies publish for all (free of charge, or a switchboard
    that is called so) may be there, and so may examples that belong to nobody, such as
    `example.com`.
    """
    fix = "take it out, and name the role or the address of a role instead."
    found = _not_allowed(handbook, "private-data-found", handbook.private_data)
    yield from _said(handbook, "private-data-found", found, "", fix)


def _not_allowed(handbook: Handbook, slug: str, found: Iterable[Finding]) -> list[Finding]:
    """What nobody has allowed by hand, in exactly this text and file."""
    allowed = {(item.rule, item.file, item.id) for item in handbook.facts[AllowedText]}
    return [
        finding
        for finding in found
        if (slug, _file(handbook, finding), finding.fingerprint) not in allowed
    ]


def _file(handbook: Handbook, found: Finding) -> str:
    return found.path or handbook.all_names[found.line - 1]


def _how_to_allow(slug: str, file: str, found: Iterable[Finding]) -> str:
    """The entries for texts that are not confidential, with what only people know left open."""
    entries = (
        f"- {{found: {mark!r}, rule: {slug}, file: {file}, reason: …, by: …}}".replace("'", '"')
        for mark in dict.fromkeys(finding.fingerprint for finding in found)
    )
    return (
        f"If it is a false alarm, allow this text alone in {kind_of(AllowedText).where}: "
        f"{' '.join(entries)}"
    )


def _said(
    handbook: Handbook, slug: str, found: Iterable[Finding], seems: str, fix: str
) -> Iterator[Problem]:
    for path, group in groupby(
        sorted(found, key=lambda finding: (finding.path, finding.line)),
        key=lambda finding: finding.path,
    ):
        lines = [
            (line, list(ones)) for line, ones in groupby(group, key=lambda finding: finding.line)
        ]
        if not path:
            yield from _in_names(handbook, lines, seems, fix)
        elif len(lines) > _EACH:
            yield from _by_kind(
                slug, path, [finding for _, ones in lines for finding in ones], seems, fix
            )
        else:
            for line, ones in lines:
                what = f"This line holds {seems}{_what(ones)}."
                yield Problem(Place(path, line), what, fix, note=_how_to_allow(slug, path, ones))


def _by_kind(slug: str, path: str, found: list[Finding], seems: str, fix: str) -> Iterator[Problem]:
    """What many lines of a file hold, once for each kind."""
    for kind in dict.fromkeys(finding.kind for finding in found):
        same = [finding for finding in found if finding.kind == kind]
        lines = list(dict.fromkeys(finding.line for finding in same))
        numbers = listed([str(line) for line in lines], 20)
        where = f"{len(lines)} lines of this file hold" if len(lines) > 1 else "This line holds"
        note = _how_to_allow(slug, path, same[:_EACH])
        which = f": {numbers}." if len(lines) > 1 else "."
        yield Problem(
            Place(path, lines[0]), f"{where} {seems}{_what(same[:1])}{which}", fix, note=note
        )


def _in_names(
    handbook: Handbook, lines: Iterable[tuple[int, list[Finding]]], seems: str, fix: str
) -> Iterator[Problem]:
    for line, ones in lines:
        what = f"The name of this file holds {seems}{_what(ones)}."
        yield Problem(Place(handbook.all_names[line - 1]), what, f"rename it; {fix}")


def _what(found: Iterable[Finding]) -> str:
    """``a token of GitHub ("ghp_…") and a password or key``, each once."""
    return " and ".join(dict.fromkeys(finding.said for finding in found))


@rule(
    "secret-in-history",
    bad="""
docs/tools.md:
---
owner: sales-director
---
# Tools

The door of the tool: https://anna:Kave2026@crm.example.com
docs/tools.md:
---
owner: sales-director
---
# Tools

The password of the tool is in our password manager.
""",
    good="""
docs/tools.md:
---
owner: sales-director
---
# Tools

The password of the tool is in our password manager.
""",
)
def secrets_of_commits(handbook: Handbook) -> Iterator[Problem]:
    """What one commit of a change adds and a later one takes out is still there for everybody who
    has the repository: git keeps all commits. So a secret is changed or revoked, and the change is
    put onto a new commit before it is accepted. Looked through where it is known what the change is
    compared with (`handbook check --base main`).
    """
    for name, found in groupby(handbook.taken_out, key=lambda finding: finding.path):
        commit, _, path = name.partition("\0")
        where = "to this file" if path else "in its message"
        what = (
            f"The commit {commit} of this change added {_what(found)} {where}. It is no longer in "
            "the text, but git keeps it."
        )
        fix = (
            "have it changed or revoked where it is used, which taking it out does not do. Then "
            "put the change onto one new commit:"
        )
        region = handbook.facts.region
        branch = region.branch if region else "main"
        paste = f"git reset --soft origin/{branch} && git commit && git push --force-with-lease"
        yield Problem(Place(path or "docs"), what, fix, paste)


@rule(
    "person-and-judgement",
    severity="advice",
    bad="Anna Kovács got a written warning and earns 31 000.",
    good="Whoever sells below the limit twice gets a written warning from the sales director.",
)
def judged_people_named(handbook: Handbook) -> Iterator[Problem]:
    """No person is named beside a sanction, pay, health or a verdict. What one person did, earns or
    suffers from is between that person and the lead, and the handbook is read by all; a rule says
    what happens to whom in which role. Full names are noticed by their shape, first names from
    lists of them, so this is advice: where the words are the name of a thing, leave them.
    """
    slug = "person-and-judgement"
    if not handbook.facts[AllowedText].whole:
        # this is advice, and until the list can be read nobody knows which of it was answered
        return
    for finding in _not_allowed(handbook, slug, _judged(handbook)):
        what = f'Somebody ("{finding.shown}") is named here beside {finding.kind}.'
        fix = (
            "name the role, or leave out what is only about one person. If it is the name of a "
            "thing, leave it."
        )
        yield Problem(
            Place(finding.path, finding.line),
            what,
            fix,
            note=_how_to_allow(slug, finding.path, [finding]),
        )


@rule(
    "allowed-text-gone",
    severity="advice",
    bad="""
not_confidential.yml:
- {found: "c0d55fab2c19", rule: secret-found, file: docs/hiring.md, reason: An example of a weak one, by: sales-director}
- {found: "045aeff541be", rule: person-and-judgement, file: docs/company.md, reason: A person in a novel, by: sales-director}
hiring.md:
We ask every candidate the same questions and write the answers down.
""",
    good="""
not_confidential.yml:
- {found: "045aeff541be", rule: person-and-judgement, file: docs/company.md, reason: A person in a novel, by: sales-director}
hiring.md:
We ask every candidate the same questions and write the answers down.
""",
)
def allowances_unused(handbook: Handbook) -> Iterator[Problem]:
    """Each entry of `docs/_facts/not_confidential.yml` allows one text in one file. When the text
    is gone or was changed, the entry goes too: nobody should have to wonder what it once allowed.
    """
    there = {
        (_file(handbook, finding), finding.fingerprint)
        for finding in (*handbook.secrets, *handbook.private_data)
    }
    people = [item for item in handbook.facts[AllowedText] if item.rule == "person-and-judgement"]
    if people:
        there |= {(finding.path, finding.fingerprint) for finding in _judged(handbook)}
    # What a file held that cannot be read now, nobody knows.
    unread = {problem.place.path for problem in handbook.problems} | handbook.lost
    for item in handbook.facts[AllowedText]:
        if (item.file, item.id) not in there and item.file not in unread:
            what = f'This entry allows a text in "{item.file}" that is no longer there.'
            yield Problem(item.at("id"), what, "delete the entry.")


def _judged(handbook: Handbook) -> Iterator[Finding]:
    everything, region = handbook.everything, handbook.facts.region
    languages = dict.fromkeys(["en", region.locale.split("_")[0] if region else "en"])
    known = NonPersonWords(everything, lambda: _names_of_things(handbook))
    return judged_people(everything, known, tuple(languages))


def _names_of_things(handbook: Handbook) -> Iterator[str]:
    """What facts are called, and what the company says of itself: those names are of no person."""
    for fact in handbook.facts.everything():
        if isinstance(fact, Item):
            yield from (fact.label, fact.id.replace("-", " "))
        elif isinstance(fact, Region):
            yield from _texts_of(fact)


def _texts_of(fact: Fact) -> Iterator[str]:
    for value in dict(fact).values():
        yield from (
            text
            for text in (value if isinstance(value, list) else [value])
            if isinstance(text, str)
        )


# Files whose whole use is to hold a key or a password, by name. What ends in `.example` shows only
# how one would look.
_KEY_FILE = re.compile(
    r"\.env(?:\.(?!example$|sample$|template$|dist$)[\w.-]+)?|.*\.(?:pem|key|p12|pfx|kdbx?|jks|keystore|ppk|ovpn|cache|tfstate)"
    r"|id_(?:rsa|dsa|ecdsa|ed25519)|\.(?:netrc|pgpass|pypirc|htpasswd|git-credentials)|_netrc|credentials\.json|service[-_]account.*\.json",
    re.IGNORECASE,
)


@rule("secret-file-kept", bad="deploy/.env:\nTOKEN=abc", good="deploy/.env.example:\nTOKEN=")
def kept_secret_files(handbook: Handbook) -> Iterator[Problem]:
    """Files that hold keys, passwords or decrypted pages are not kept in the repository of the
    handbook, wherever they are: `.env`, `*.pem`, `*.key`, `id_rsa`, `*.p12`, `*.kdbx`, `*.cache`.
    Everybody who gets a copy of the repository gets them too.
    """
    for name in handbook.all_names:
        base = name.rsplit("/", 1)[-1]
        if _KEY_FILE.fullmatch(base):
            what = (
                f'"{base}" is a file in which keys, passwords or private pages are kept, and '
                "everybody with a copy of this repository has it."
            )
            fix = (
                "have what is in it changed or revoked, take the file out of git, and name it in "
                ".gitignore:"
            )
            yield Problem(Place(name), what, fix, f"git rm --cached {_quoted(name)}", edit=Run())


def _quoted(name: str) -> str:
    return name if re.fullmatch(r"[\w./-]+", name) else "'" + name.replace("'", "'\\''") + "'"
