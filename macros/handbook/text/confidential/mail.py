"""Addresses of e-mail: those of a person are private, those of a role or a unit are not."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

_MAIL = re.compile(
    r"(?<![\w.+%-])(?P<who>[\w.+%-]{1,64})@(?P<where>[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5})(?![\w-])"
)
_IN_ADDRESS = re.compile(r"://[^\s/@]*:$")
_SPELLED = re.compile(r"\s*(?:\[at\]|\(at\)|\{at\})\s*", re.IGNORECASE)
_SPELLED_DOT = re.compile(r"\s*(?:\[dot\]|\(dot\)|\{dot\})\s*", re.IGNORECASE)
# RFC 2606 and RFC 6761: names that belong to nobody.
_RESERVED = re.compile(
    r"(?:.*\.)?(?:example(?:\.(?:com|org|net))?|test|invalid|localhost)", re.IGNORECASE
)
# What looks like the end of a host and is the end of a file: picture@2x.png.
_FILES = frozenset("png jpg jpeg webp svg gif ico css js md yml yaml html pdf json".split())
# Words of which the address of a function is made: `sales`, `sales.team`, `office-leeds`,
# `no-reply`.
_FUNCTIONS = frozenset(
    "abuse accounting accounts admin administration advertising all announcements assistance "
    "backoffice billing board booking "
    "bookings bot business buchhaltung calendar care career careers claims communication "
    "communications community complaints "
    "compliance contact controlling crm customer customercare customers customerservice data "
    "dealers delivery demo desk dispatch "
    "dpo enquiries enquiry events everyone export facilities feedback finance founders git github "
    "hello help helpdesk hi hiring "
    "hostmaster hotline hr info information inquiries installation international invoice invoices "
    "invoicing it jobs kapcsolat "
    "kontakt kundenservice legal lead leads list logistics mail mailer management manager market "
    "marketing media members network "
    "newsletter no noc noreply notifications offers office oidc onboarding operations ops order "
    "ordering orders parts partner partners "
    "payroll people personal postmaster press privacy procurement product products project public "
    "purchase purchasing quality "
    "quotes reception recruiting recruitment refunds reply reply-to request requests returns root "
    "sale sales security service "
    "services shipping shop signup staff stock store subscribe success supplier suppliers support "
    "system team tech technical "
    "technology tenders test testing tickets training unsubscribe user users vertrieb warehouse "
    "warranty web webmaster website "
    "welcome iroda ertekesites ugyfelszolgalat szerviz penzugy rendeles head director team-lead "
    "lead executive "
    "central europe north south east west the our and of for do not".split()
)


def private_mail(row: str, names: frozenset[str]) -> Iterator[tuple[str, str, int]]:
    """Addresses of people in a line; ``names`` are words of the company's own roles, units and
    name.
    """
    for text in dict.fromkeys((row, *_spellings(row))):
        for found in _MAIL.finditer(text):
            who, where = found["who"], found["where"].lower()
            if _IN_ADDRESS.search(text[max(0, found.start() - 200) : found.start()]):
                continue  # a password in an address, which is more than private
            if _is_host(where) and not _RESERVED.fullmatch(where) and not _is_function(who, names):
                yield "e-mail address of a person", found.group(), 1


def _spellings(row: str) -> Iterator[str]:
    if "%40" in row:
        yield unquote(row)
    if "&#" in row:
        yield html.unescape(row)
    if _SPELLED.search(row):
        yield _SPELLED_DOT.sub(".", _SPELLED.sub("@", row))


def _is_host(where: str) -> bool:
    last = where.rsplit(".", 1)[-1]
    return last.isalpha() and len(last) >= 2 and last not in _FILES


def _is_function(who: str, names: frozenset[str]) -> bool:
    """Whether every word of an address is one of functions; the part behind ``+`` is a note of the
    receiver.
    """
    words = [word for word in re.split(r"[._\-0-9]+", who.split("+")[0].lower()) if word]
    return bool(words) and all(word in _FUNCTIONS or word in names for word in words)
