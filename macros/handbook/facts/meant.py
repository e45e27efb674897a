"""What was meant by a value that is not written as facts want it: the same value in the right form,
or nothing.

Nothing is guessed. Where a text can mean two things (``03.04.2026``, ``5-6``, ``4h`` of business or
of calendar time), or where its value is out of bounds, these functions answer with an empty text,
and the message only says the form.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time
from decimal import Decimal

from handbook.facts import tongues

# Spaces that look like a space and are none, and quotation marks that a word processor makes.
ODD_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_PLAIN = str.maketrans(
    {**dict.fromkeys(ODD_SPACES, " "), "\u2212": "-", "\u2010": "-", "\u2011": "-"}
)
QUOTES = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‘": "’",
    "‚": "‘’",
    "”": "”",
    "’": "’",
    '"': '"',
    "'": "'",
}

# A run of digits with single signs between them that part thousands or begin the decimals.
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[ .,'’_]\d+)*(?![.,]?\d)")
_MILLIONS = {"m", "mio", "mio.", "mill", "mln", "million", "millions", "millionen", "millió"}
_THOUSANDS = {"k", "tsd", "tsd.", "thousand", "tausend", "ezer", "mille", "mila", "mil"}
_PERCENT = {
    "%",
    "percent",
    "per cent",
    "pct",
    "pct.",
    "prozent",
    "százalék",
    "pour cent",
    "procent",
    "por ciento",
}
_SMALL = "one two three four five six seven eight nine ten eleven twelve".split()


def plain(number: Decimal) -> str:
    """A decimal without exponent and without idle zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def tidy(text: str) -> str:
    """A text with plain spaces and plain digits, without quotation marks around it."""
    tidied = unicodedata.normalize("NFKC", text.translate(_PLAIN)).strip()
    return unquoted(tidied).strip()


def unquoted(text: str) -> str:
    """A text without the pair of quotation marks around all of it."""
    inner = text[1:-1]
    whole = len(text) > 1 and text[-1] in QUOTES.get(text[0], "")
    return inner if whole and text[0] not in inner and text[-1] not in inner else text


def _split(text: str) -> tuple[str, Decimal, str] | None:
    """The one number of a text, what is before it and what is after it; None if there is not
    exactly one.
    """
    tidied = tidy(text) if len(text) <= 80 else ""
    found = list(_NUMBER.finditer(tidied))
    if len(found) != 1 or re.search(r"\d", tidied[: found[0].start()] + tidied[found[0].end() :]):
        return None
    before, after = tidied[: found[0].start()].strip(), tidied[found[0].end() :].strip()
    number = _number(found[0].group())
    if (
        number is None
        or before.endswith(("-", "(", "/", "<", ">", "+", "~"))
        or re.match(r"[-/(+]\s*\w|\+", after)
    ):
        return None
    return before, number, after


def _number(written: str) -> Decimal | None:
    """The number that digits and the signs between them can only mean."""
    groups, signs = re.split(r"[ .,'’_]", written), re.findall(r"[ .,'’_]", written)
    if len("".join(groups)) > 15:
        return None
    *parting, last = signs or [""]
    decimals = (
        last in (".", ",") and last not in parting and not (not parting and _is_group(groups))
    )
    whole = groups[:-1] if decimals else groups
    if len(set(parting if decimals else signs)) > 1 or not (len(whole) == 1 or _is_group(whole)):
        return None
    if decimals and len(groups[-1]) == 3 and whole != ["0"]:
        return None  # 1200.000 may be 1200 or 1 200 000
    return Decimal("".join(whole) + (f".{groups[-1]}" if decimals else ""))


def _is_group(groups: list[str]) -> bool:
    """Whether groups of digits are thousands, by threes or as in India."""
    return (
        re.fullmatch(r"[1-9]\d{0,2}(?: \d{3})+|[1-9]\d?(?: \d{2})+ \d{3}", " ".join(groups))
        is not None
    )


def _thousand_or_decimal(text: str) -> bool:
    """Whether a number has one sign and three digits after it, so that 1,200 may be 1.2 or 1200."""
    return re.fullmatch(r"[^\d]*[1-9]\d{0,2}[.,]\d{3}[^\d]*", tidy(text)) is not None


def count(text: str) -> str:
    """``5 fő`` → 5, ``1,200`` → 1200, ``5k`` → 5000."""
    number = _amount(text)
    return plain(number) if number is not None and number == int(number) and number < 10**9 else ""


def ratio(text: str) -> str:
    """``1,7`` → 1.7."""
    number = None if _thousand_or_decimal(text) else _amount(text)
    right = number is not None and number == round(number, 2) and number < 10**6
    return plain(number) if number is not None and right else ""


def money(text: str) -> str:
    """``3.490,00`` → 3490.00, ``1 200,50`` → 1200.50, ``€ 20k`` → 20000."""
    number = _amount(re.sub(r"[.,]?\s?[-–—]{1,2}$", "", tidy(text)))
    if number is None or number != round(number, 2) or number >= 10**12:
        return ""
    if number != int(number) or re.search(r"[.,]00(?!\d)", tidy(text)):
        return f"{number:.2f}"
    return plain(number)


def _amount(text: str) -> Decimal | None:
    """The number of a text that has only words beside it, such as what is counted; never a share."""
    parts = _split(text)
    if parts is None:
        return None
    before, number, after = parts
    word = after.split(" ", 1)[0].casefold()
    if any(sign in f"{before} {after}" for sign in "%‰") or "per cent" in after or word in _PERCENT:
        return None
    if len(before) > 24 or len(after) > 24 or re.search(r"[:;?*=^]", before + after):
        return None
    return number * (1_000_000 if word in _MILLIONS else 1000 if word in _THOUSANDS else 1)


def share(text: str, lowest: Decimal, highest: Decimal) -> str:
    """``15%``, ``1,5 %``, ``15 Prozent`` and ``0.15`` have a right form; a bare 1 may be a
    hundredth or the whole.
    """
    tidied = tidy(text)
    minus = tidied.startswith("-") and lowest < 0
    parts = _split(tidied.lstrip("-")) if minus else _split(tidied)
    if parts is None or parts[0] or (_thousand_or_decimal(text)):
        return ""
    number, after = parts[1], parts[2].casefold()
    if (not after and number == 1) or (after and after not in _PERCENT):
        return ""
    number = number * 100 if not after and number < 1 else number
    number = -number if minus else number
    return (
        f"{plain(number)} %" if number == round(number, 2) and lowest <= number <= highest else ""
    )


def duration(text: str) -> tuple[int, str] | None:
    """``3 Monate`` → 3 months, ``1 year`` → 12 months, ``1,5 hours`` → 90 minutes."""
    tidied = re.sub(rf"^({'|'.join(_SMALL)})\b", _digits, tidy(text).casefold())
    parts = _split(re.sub(r"(?<=\d)-(?=[a-z])", " ", tidied))
    if parts is None or parts[0]:
        return None
    unit = _unit(parts[2])
    amount, unit = _finer(parts[1], unit)
    return (int(amount), unit) if unit and amount == int(amount) and 0 < amount < 10_000 else None


def _digits(found: re.Match[str]) -> str:
    return str(_SMALL.index(found.group(1)) + 1)


def _unit(word: str) -> str:
    """The unit that a word names; a short ``h`` may be an hour of business or of the calendar."""
    name = word.strip(" .").replace("working", "business").replace("work ", "business ")
    if found := re.fullmatch(r"business[ -]?(hour|day)s?", name):
        return f"business {found.group(1)}"
    if name in ("h", "hr", "hrs"):
        return ""
    return {"min": "minute", "mins": "minute", "d": "day", "w": "week", "wk": "week"}.get(
        name, tongues.units().get(name, "")
    )


def _finer(amount: Decimal, unit: str) -> tuple[Decimal, str]:
    """A length in a unit that facts know, and in whole numbers where that is exact."""
    if unit == "year":
        return amount * 12, "month"
    if amount != int(amount) and unit in ("hour", "week", "day"):
        times, smaller = {"hour": (60, "minute"), "day": (24, "hour"), "week": (7, "day")}[unit]
        return amount * times, smaller
    return amount, unit


_DAYS = (
    (r"(\d{4})\s?[-./]\s?(\d{1,2})\s?[-./]\s?(\d{1,2})\.?(?:T[\d:.]+Z?)?", "ymd"),
    (r"(\d{4})(\d{2})(\d{2})", "ymd"),
    (r"(\d{1,2})[./-]\s?(\d{1,2})[./-]\s?(\d{4})\.?", "???"),
    (r"(\d{1,2})(?:st|nd|rd|th|er|º)?\.?\s(?:de\s)?([^\W\d]+)\.?,?\s(?:de\s)?(\d{4})\.?", "dmy"),
    (r"([^\W\d]+)\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s(\d{4})", "mdy"),
    (r"(\d{4})\.?\s([^\W\d]+)\.?\s(\d{1,2})\.?", "ymd"),
)


def day(text: str) -> str:
    """``2026.10.01.``, ``23.11.2026`` and ``1 October 2026`` in the right form; nothing for
    ``03.04.2026``.
    """
    tidied = tidy(text)
    for pattern, order in _DAYS:
        if found := re.fullmatch(pattern, tidied):
            parts = [tongues.months().get(part.casefold(), part) for part in found.groups()]
            return _iso(parts, _order_of(parts) if order == "???" else order)
    return ""


def two_days(text: str) -> tuple[date, date] | None:
    """The two days that ``03.04.2026`` may be."""
    if found := re.fullmatch(_DAYS[2][0], tidy(text)):
        ways = [_iso(list(found.groups()), order) for order in ("dmy", "mdy")]
        if all(ways) and ways[0] != ways[1]:
            return date.fromisoformat(ways[0]), date.fromisoformat(ways[1])
    return None


def _order_of(parts: list[str]) -> str:
    """The order of three numbers that end with the year, where it can only be one."""
    first, second = int(parts[0]), int(parts[1])
    if first > 12 or first == second:
        return "dmy"
    return "mdy" if second > 12 else ""


def _iso(parts: list[str], order: str) -> str:
    by = dict(zip(order, parts, strict=False))
    try:
        return date(int(by["y"]), int(by["m"]), int(by["d"])).isoformat()
    except (KeyError, ValueError):
        return ""


def clock(text: str) -> str:
    """``9h30``, ``9.30``, ``5 pm`` and ``17 Uhr`` as ``09:30`` and ``17:00``."""
    found = re.fullmatch(
        r"(\d{1,2})(?:\s?[:.h]\s?([0-5]\d)|h)?\s?(?:(a\.?m\.?|p\.?m\.?)|uhr|óra|h|o'clock)?",
        tidy(text).casefold(),
    )
    short = re.fullmatch(r"\d{4}|\d{1,2}", tidy(text))
    if short and len(short.group()) == 4:
        found = re.fullmatch(r"(\d{2})([0-5]\d)()", short.group())
    if not found or (short and len(short.group()) < 4):
        return ""
    hour, half = int(found.group(1)), found.group(3) or ""
    if half and not 1 <= hour <= 12:
        return ""
    hour = hour % 12 + (12 if half.startswith("p") else 0) if half else hour
    return f"{time(hour, int(found.group(2) or 0)):%H:%M}" if hour < 24 else ""


_YES = "y yes yeah true on 1 x ✓ ja j oui si sí sim igen tak ano áno da jah taip jā evet так да ναι".split()
_NO = "n no false off 0 nein nee non não nem nie ne nej nei nu ei nē hayır ні нет не όχι".split()


def yes_no(text: str) -> str:
    """``NO``, ``true`` and ``igen`` as no and yes."""
    word = tidy(text).casefold()
    return "yes" if word in _YES else "no" if word in _NO else ""


def year(text: str) -> str:
    """The one year that a text names: ``since 2014``, ``2014-05-01``."""
    found = re.findall(r"(?<!\d)[12]\d{3}(?!\d)", tidy(text))
    return found[0] if len(found) == 1 else ""


def odd_signs(text: str) -> str:
    """The signs in a value that look like plain ones and are none, by name:
    ``U+00A0 NO-BREAK SPACE``.
    """
    odd = [
        sign
        for sign in dict.fromkeys(text)
        if sign in ODD_SPACES or (sign in QUOTES and not sign.isascii())
    ]
    odd += [sign for sign in dict.fromkeys(text) if not sign.isascii() and sign.isdigit()]
    return ", ".join(_named(sign) for sign in odd[:3])


def _named(sign: str) -> str:
    code = f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip()
    return code if sign in ODD_SPACES else f'"{sign}" is {code}'
