"""Private data in texts: accounts and cards, phones, e-mail of a person, numbers of the state, days
of birth, homes.

Checksums and numbering plans are those of `python-stdnum` and `phonenumbers`; both take long to
load, so they are asked only about lines with enough digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from handbook.text.confidential import homes, named_numbers
from handbook.text.confidential.corpus import Corpus, sieve_of, with_digits
from handbook.text.confidential.found import Finding, shown
from handbook.text.confidential.mail import private_mail
from handbook.text.confidential.national import national_numbers
from handbook.text.sieve import any_of

# Fewer digits, with all that people put between them, are no phone, card, account or number of the
# state.
LEAST_DIGITS = 9
_BIRTH = ("birth", "born ", "dob:", "szület", "gebor", "né le ", "née le ")
_MAIL = ("@", "%40", "&#64;", "[at]", "(at)")
_BORN = re.compile(
    r"\b(?:date of birth|birth ?date|birthday|born|dob|szület\w*|geboren|geb\.|geburts\w*|née? le)\b"
    r"[^\d\n]{0,25}(?P<day>\d{4}\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{1,2}|\d{1,2}\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{2,4}"
    r"|\d{1,2}(?:st|nd|rd|th)?\.? [^\W\d]{3,10} \d{4}|\d{4}\. [^\W\d]{3,12} \d{1,2})",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ \u00a0.|-]{0,3}[A-Za-z0-9]){11,32}")
_HUNGARIAN_ACCOUNT = re.compile(r"(?<![\w.,+-])\d{8}[ -]\d{8}(?:[ -]\d{8})?(?![\w-])")
_CARD = re.compile(r"(?<![\w.,+-])\d(?:[ \u00a0.-]?\d){13,18}(?![\w])")
_FINGERPRINT = re.compile(r"[0-9a-f]{32,}")
# Cells of a table part a number only where somebody says what it is: four amounts side by side are
# no card.
_CARD_IN_CELLS = re.compile(r"(?<!\d)\d{4}(?:[ |]{1,5}\d{4}){3}(?!\d)")
_CARD_WORD = re.compile(
    r"\b(?:credit|debit|visa|master ?card|amex|bank ?card|cards?\b|kártya|karte)", re.IGNORECASE
)
# The number right behind it is that of a thing; one in ten of those passes the checksum of cards.
_ORDER = re.compile(
    r"\b(?:order|invoice|article|item|delivery|shipment|tracking|ticket|serial|part|offer|quote|contract|rendelés|számla|cikk)"
    r"(?:[ -]?(?:number|no\.?|nr\.?|id|szám\w*))?[\s:#*]*$",
    re.IGNORECASE,
)
# First digits and lengths that the networks of cards use.
_NETWORK = re.compile(
    r"4\d{15}(?:\d{3})?|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}"
    r"|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|4[4-9]\d|5\d\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17}|(?:50|5[6-8]|6[0139])\d{12,17}"
)
# Somebody says that the number is that of an office, not of a person.
_OFFICE = re.compile(
    r"\b(?:switchboard|reception|front desk|hotline|help ?line|help ?desk|service ?desk|support|customer (?:care|service)"
    r"|headquarters|head office|main office|call cent(?:re|er)|emergency|fax|ügyfélszolgálat|központ\w*|zentrale)\b",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?:\+|\(\+?\d{1,5}\)|(?<![\w.,])0\d?)[\d\s().\-/\u00a0|]{6,24}\d|(?<!\d)\d{3}[-. ]\d{3}[-. ]\d{4}(?!\d)"
)
# Numbers that regulators keep free for examples and films, as they begin after the sign +.
_FREE_NUMBERS = re.compile(
    r"1\d{3}55501\d\d|44(?:7700900|1632960|2079460|1(?:13|14|15|16|17|18|21|31|41|51|61)4960|1914980|2896496|292018|808157|909879|3069990)"
    r"|49(?:3023125|4066969|699000|2214710|8999998|152288173|17139200|1729925904|1749091317|17604069)"
    r"|33(?:19900|26191|35301|46571|53649|63998)|61(?:491570|255501|255550|355501|755501|855501)|35320(?:91)|46(?:31390060|4062804|8465004|980319|70174060)"
)


@dataclass(frozen=True, slots=True)
class HandbookIdentity:
    """Whose handbook it is: its country (two capitals, or nothing), and words that name its roles
    and units.
    """

    country: str = ""
    names: frozenset[str] = frozenset()


def private_data(corpus: Corpus, whose: HandbookIdentity) -> Iterator[Finding]:
    """Everything private in texts, by path and line."""
    lines = corpus.lines(sieve_of(f"{with_digits(LEAST_DIGITS)}|{any_of(_MAIL)}"))
    lines |= corpus.lines(sieve_of(_beside_digit((*_BIRTH, *homes.MARKS))))
    named = sieve_of(_beside_digit(named_numbers.MARKS))
    lines |= corpus.lines(named, digits=named_numbers.LEAST_DIGITS)
    for path, rows, line in corpus.places(lines):
        told: list[str] = []
        for kind, value, keep in _in_line(rows, line, whose):
            if not any(value in other for other in told):
                told.append(value)
                yield Finding(path, line + 1, kind, shown(value, keep), (value,))


def _beside_digit(signs: tuple[str, ...]) -> str:
    """The pattern of lines that hold any of ``signs``, and a digit."""
    return f"(?:{any_of(signs)}).*[0-9]|[0-9].*(?:{any_of(signs)})"


_Hit = tuple[str, str, int]


def _in_line(rows: Sequence[str], line: int, whose: HandbookIdentity) -> Iterator[_Hit]:
    row, before = rows[line], rows[max(0, line - 3) : line]
    yield from _accounts(row)
    yield from named_numbers.named_numbers(row)
    yield from homes.homes(row, before)
    yield from _cards(row, before)
    yield from national_numbers(row, before, whose.country)
    yield from _phones(row, whose.country)
    yield from private_mail(row, whose.names)
    for found in _BORN.finditer(row):
        yield "day of birth", found["day"], 0


def _accounts(row: str) -> Iterator[_Hit]:
    for found in _HUNGARIAN_ACCOUNT.finditer(row):
        if _is_hungarian_account(re.sub(r"\D", "", found.group())):
            yield "account number", found.group(), 4
    for found in _ACCOUNT.finditer(row):
        if _FINGERPRINT.fullmatch(found.group()):
            continue
        from stdnum import iban

        if account := _longest(
            found.group(), lambda signs: iban.is_valid(signs, check_country=False)
        ):
            yield "account number", account, 4


def _is_hungarian_account(digits: str) -> bool:
    """Eight digits of the bank and branch, then those of the account: both sums, weighed 9 7 3 1,
    end in 0.
    """
    parts = (digits[:8], digits[8:])
    return any(map(int, parts[0])) and all(
        sum(int(digit) * (9, 7, 3, 1)[place % 4] for place, digit in enumerate(part)) % 10 == 0
        for part in parts
    )


def _longest(text: str, is_right: Callable[[str], bool]) -> str:
    """The beginning of ``text`` that is right: behind an account number the next word may follow."""
    for end in range(len(text), 14, -1):
        if text[end - 1].isalnum() and is_right(re.sub(r"[^A-Za-z0-9]", "", text[:end]).upper()):
            return text[:end]
    return ""


def _cards(row: str, before: Sequence[str]) -> Iterator[_Hit]:
    plain, cells = [*_CARD.finditer(row)], [*_CARD_IN_CELLS.finditer(row)]
    if not plain and not cells:
        return
    told = any(map(_CARD_WORD.search, (row, *before)))
    for found in (*plain, *(cells if told else ())):
        digits = re.sub(r"\D", "", found.group())
        ordered = _ORDER.search(row[max(0, found.start() - 30) : found.start()]) and not told
        if not ordered and _NETWORK.fullmatch(digits) and _passes_luhn(digits):
            yield "card number", found.group(), 4


def _passes_luhn(digits: str) -> bool:
    """The checksum of cards (ISO/IEC 7812-1, annex B): every second digit from the right counts
    double.
    """
    numbers = [int(digit) for digit in reversed(digits)]
    doubled = [sum(divmod(2 * number, 10)) for number in numbers[1::2]]
    return (sum(numbers[::2]) + sum(doubled)) % 10 == 0


def _phones(row: str, country: str) -> Iterator[_Hit]:
    if not _may_hold_phone(row):
        return
    import phonenumbers as numbers

    kinds, line = numbers.PhoneNumberType, row.replace("|", " ")
    offices = {kinds.TOLL_FREE, kinds.SHARED_COST, kinds.PREMIUM_RATE, kinds.UAN}
    # As many tries as there are signs: behind a flood of other numbers, the library would stop
    # looking.
    for match in numbers.PhoneNumberMatcher(
        line, country or None, leniency=numbers.Leniency.VALID, max_tries=len(line)
    ):
        kind = numbers.number_type(match.number)
        fixed = kind in (kinds.FIXED_LINE, kinds.FIXED_LINE_OR_MOBILE) and _OFFICE.search(row)
        written = numbers.format_number(match.number, numbers.PhoneNumberFormat.E164).lstrip("+")
        if kind in offices or fixed or _FREE_NUMBERS.match(written):
            continue
        home = country and numbers.is_valid_number_for_region(match.number, country)
        if _is_written_as_phone(line, match.start, match.raw_string, bool(home)):
            yield "phone number", row[match.start : match.end], 3


def _may_hold_phone(row: str) -> bool:
    """Whether it is worth loading all that is known of phone numbers."""
    digits = (sum(map(str.isdigit, found.group())) for found in _PHONE.finditer(row))
    return any(count >= LEAST_DIGITS for count in digits) or (
        bool(_SHORT_NUMBER.search(row)) and bool(_CALL.search(row))
    )


# The shortest numbers of any country have four digits; what divides them is neither a word nor a
# colon, as in 08:30.
_SHORT_NUMBER = re.compile(r"\d(?:[^\w:;,]{0,4}\d){3}")


_CALL = re.compile(
    r"\b(?:tel|phone|mobile|cell|call|ring|fax|whatsapp|viber|telefon\w*|mobil\w*|hívj\w*)\b|☎|📞|tel:",
    re.IGNORECASE,
)


def _is_written_as_phone(row: str, start: int, raw: str, home: bool) -> bool:
    """Whether it begins or is divided as phone numbers are, or somebody says that it is one; an
    order has a number too.
    """
    divided = bool(re.search(r"\d[\s()/-]+\d", raw))
    if raw.startswith(("+", "(")) or row[max(0, start - 1) : start] == "+" or _CALL.search(row):
        return True
    return (raw.startswith("0") and (divided or (home and raw.startswith("00")))) or bool(
        re.fullmatch(r"\d{3}[-. ]\d{3}[-. ]\d{4}", raw)
    )
