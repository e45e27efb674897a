"""Secrets, private data and people beside a judgement: what is found, what is none, and that no message shows it.

Every token here is put together when the test runs, and none was ever issued.
"""

from __future__ import annotations

import base64
import time
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.problems.problem import Place, Problem, as_github, as_json, as_markdown_table, as_text
from handbook.text.confidential.corpus import Corpus
from handbook.text.confidential.found import Found
from handbook.text.confidential.masking import masked
from handbook.text.confidential.people import Known, judged_people
from handbook.text.confidential.private import Whose, private_data
from handbook.text.confidential.secrets import secrets
from handbook.text.load import Folder

AWS = "AKIA" + "QX7ZT4KD2MBN5RWE"
AWS_SECRET = "wKalsXUtoFEMJ/K7NDEOG/" + "cQxSgiDZab9LPMKEY3"
GITHUB = "ghp" + "_16C7e42F292c6912E7710c838347Ae178B4a"
JWT = ".".join(
    [
        "eyJhbGciOiJIUzI1NiJ9",
        "eyJzdWIiOiIxMjM0NTY3ODkwIn0",
        "dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
    ]
)
ALNUM = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2"

TOKENS = {
    "aws": AWS,
    "aws secret": f'aws_secret_access_key = "{AWS_SECRET}"',
    "aws secret alone": AWS_SECRET,
    "github": GITHUB,
    "github fine": "github" + "_pat_11ABCDEFG0" + ALNUM + "_" + ALNUM,
    "github app": "ghs" + "_" + ALNUM,
    "gitlab": "glpat" + "-abcDEF123_456-ghiJKL",
    "gitlab deploy": "gldt" + "-abcDEF123x456xghiJKL",
    "slack": "xoxb" + "-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx",
    "slack hook": "https://hooks.slack" + ".com/services/T01AB2CD3/B04EF5GH6/" + ALNUM[:24],
    "teams hook": "https://x.webhook.office"
    + ".com/webhookb2/0a1b2c3d@0a1b2c3d/IncomingWebhook/0123456789abcdef",
    "stripe": "sk" + "_live_" + ALNUM[:24],
    "stripe hook": "whsec" + "_" + ALNUM[:32],
    "google": "AIza" + "SyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY",
    "jwt": JWT,
    "npm": "npm" + "_" + ALNUM[:36],
    "pypi": "pypi" + "-AgEIcHlwaS5vcmcC" + ALNUM,
    "azure": "AccountKey=" + ALNUM + ALNUM + "==",
    "azure client": "abc8Q~" + ALNUM[:34],
    "azure signed": "https://x.example.com/c?sv=2020&sig=" + ALNUM[:36] + "%3D",
    "sendgrid": "SG" + "." + ALNUM[:22] + "." + ALNUM[:43],
    "twilio": "AC" + "0123456789abcdef" * 2,
    "openai": "sk" + "-proj-" + ALNUM,
    "telegram": "123456789" + ":AA" + "EhBOweik6ad9r_QXMENQjcrGbqCr4Kxbc",
    "mailchimp": "0123456789abcdef0123456789abcdef" + "-us12",
    "private key": "-----BEGIN RSA "
    + "PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7bq\n-----END RSA PRIVATE KEY-----",
    "private key encrypted": "-----BEGIN ENCRYPTED " + "PRIVATE KEY-----\nMIIFHDBOBgkqhkiG",
    "private key of putty": "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPrivate-Lines: 1\nAAAAIHx9",
    "private key without its header": "b3BlbnNzaC1rZXkt"
    + "djEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZWQy",
    "private key in JSON": '{"private_key": "-----BEGIN '
    + 'PRIVATE KEY-----\\nMIIEvQIBADANBg\\n"}',
}
PASSWORDS = {
    "address": "see https://user:pw@intranet.example.com/x",
    "address with signs": "[x](https://anna:S3cret!@host.example.com)",
    "database": "postgres://app:hunter2@db.example.com/x",
    "plain": "password: hunter2",
    "bold": "- **Password:** `Winter#9`",
    "one word": '  password: "sunshine"',
    "sentence": "The password is Hunter2!",
    "cells": "| CRM password | Hunter2! |",
    "column": "| System | Password |\n| --- | --- |\n| CRM | Hunter2 |",
    "html cells": "<td>Password</td><td>hunter2</td>",
    "next line": "password: >-\n  hunter2",
    "name and value": "- name: password\n  value: hunter2",
    "html comment": "<!-- password: hunter2 -->",
    "yaml comment": "owner: x # password: hunter2",
    "environment": "PASSWORD=letmein1",
    "hungarian": "jelszó: almafa12",
    "german": "Kennwort: Geheim123",
    "beside": "Wi-Fi: guest, password coffee4all",
    "with": "log in with the password Coffee2026! until yours is set",
    "alarm": "The alarm code is 2580",
    "login": "Use sales / Kave123 as login",
    "pin": "PIN code of the alarm: 4711",
    "key": "api_key: 9f8b7c6d5e4f3a2b1c0d",
    "query": "https://example.com/?token=abc123def456ghi789",
    "basic": "Authorization: Basic " + base64.b64encode(b"user:hunter2").decode(),
    "bearer": "Authorization: Bearer abcdef0123456789abcdef",
}
SPELLINGS = {
    "percent": "https://x.example.com/?k=" + "".join(f"%{ord(sign):02x}" for sign in GITHUB),
    "percent, one sign": quote(AWS).replace("A", "%41"),
    "entities": "".join(f"&#{ord(sign)};" for sign in AWS),
    "escapes": f'"\\u0067{GITHUB[1:]}"',
    "base64": base64.b64encode(f"key={AWS}".encode()).decode(),
    "table cells": f"| {GITHUB[:20]} | {GITHUB[20:]} |",
    "two lines": f"x {GITHUB[:20]}\n  {GITHUB[20:]}",
    "bold": f"**{GITHUB[:4]}**{GITHUB[4:]}",
    "tags": f"{GITHUB[:9]}<b>{GITHUB[9:]}</b>",
    "hidden sign": f"{GITHUB[:2]}\u200b{GITHUB[2:]}",
    "full width": "ＡＫＩＡ" + AWS[4:],
}
NO_SECRETS = """
Password: never write it here.
Passwords: keep them in the vault
The password is required.
Your password is changed every 90 days.
- Password: see the vault
password: "…"
password: <your password>
password: ${PASSWORD}
Token: a coin you get at the fair
token: the token economy of 2026
secret-shopper-2026: yes
api_key: see docs/upkeep/keys.md
| Password | forgotten |
| Password | every 90 days |
https://example.com:8080/path@2x
https://example.com/@handle:room
https://maps.example.com/@47.4979,19.0402,12z
https://<user>:<password>@example.com
sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
commit 3f786850e387550fdab836ed7e6dc881de23001b
fingerprint 1:3f2a9c41
5991234567890 and ACX-2026-000123
uuid 123e4567-e89b-12d3-a456-426614174000
sk-number-one-of-the-list-of-2026-tasks
task-management-of-the-year-2026-plan
-----BEGIN CERTIFICATE-----
-----BEGIN PUBLIC KEY-----
Bearer of the flag is the head of sales team2026
Our secret is a 48-month contract
pass_mark: 74.6 %
pass: 80 %
Pass: everyone with 80 points
{{ price("barista-one") }}
The postal code is 1134
Opinion: 2026 is a good year
GitHub tokens begin with ghp_ and are secret
technology/training/probation/account/executive
token: [account-executive, sdr]
""".strip().splitlines()


def secrets_in(text: str) -> list[Found]:
    return list(secrets(Corpus({"page.md": text})))


@pytest.mark.parametrize("text", [*TOKENS.values(), *PASSWORDS.values(), *SPELLINGS.values()])
@pytest.mark.parametrize("around", ["{}", "Before ({}), after.", "key: {}"])
def test_a_secret_is_found_and_not_shown(text: str, around: str) -> None:
    if "\n" in text or text.startswith(("|", "- ", "  ")):
        around = "{}"
    found = secrets_in(around.format(text))
    assert found
    for finding in found:
        assert all(value not in finding.shown for value in finding.hidden)


@pytest.mark.parametrize("text", NO_SECRETS)
def test_what_only_looks_like_a_secret_is_none(text: str) -> None:
    assert secrets_in(text) == []


def test_a_secret_is_found_in_its_line() -> None:
    assert [finding.line for finding in secrets_in(f"# Title\n\nText\n{GITHUB}\n")] == [4]
    column = "Text\n| System | Password |\n| --- | --- |\n| A | none |\n| B | Hunter2 |"
    assert [finding.line for finding in secrets_in(column)] == [5]


@given(st.text(max_size=200))
def test_any_text_can_be_looked_through(text: str) -> None:
    corpus = Corpus({"a": text, "b": f"{text}\n{GITHUB}"})
    assert "b" in {finding.path for finding in secrets(corpus)}
    list(private_data(corpus, Whose("HU")))
    list(judged_people(corpus, Known(corpus, lambda: ())))


# --- private data -----------------------------------------------------------------------------

WHOSE = Whose("HU", frozenset("aldertree coffee sdr".split()))
PRIVATE = """
DE89 3704 0044 0532 0130 00
IBAN: HU42 1177 3016 1111 1018 0000 0000 please
HU42-1177-3016-1111-1018-0000-0000
gb82west12345698765432
DE89.3704.0044.0532.0130.00
| DE89 | 3704 | 0044 | 0532 | 0130 | 00 |
card 4111 1111 1111 1111
4111-1111-1111-1111
4111111111111111
4111.1111.1111.1111
3400 000000 00009
| Card | 4111 | 1111 | 1111 | 1111 |
call me +36 30 123 4567
06 30 123 4567
06301234567 is my mobile
+36-1-234-5678
+43 660 1234567
tel:+36301234567
(+36) 30/123-4567
0036 30 123 4567
anna.kovacs@firm.hu
anna@firm.hu
kovacs.anna@aldertree.com
[write](mailto:anna.kovacs@firm.hu)
E-mail:anna.k@firm.hu
anna.kovacs [at] firm [dot] hu
anna.kovacs%40firm.hu
TAJ 111 111 110
Passport number AB1234567
Her SSN is 536-22-8417
Bank account 11773016-11111018-00000000
11773016 11111018
TAJ: 123 456 788
Adóazonosító jel: 8123456786
Born on 12 March 1987
date of birth: 1987-03-12
született: 1987. március 12
owner: "Kovács Anna <kovacs.anna@firm.hu>"
Her tax number is 8412345678
Her adószám is 8412345678.
TAJ száma: 123 456 789
| Adóazonosító jel | 8412345678 |
Steuernummer von Anna, privat: seine Steuernummer ist 181/815/08155
Steuer-ID: 12 345 678 901
Sozialversicherungsnummer: 65 170839 J 003
NINO: QQ 12 34 56 C
National Insurance number AB123456C
The passport number of Anna Kovács is AB1234567
Passport no. 533380006
Personalausweis: T220001293
ID card number 123456AB
személyi igazolvány száma: 123456AB
codice fiscale RSSMRA85T10A562S
DNI: 12345678Z
PESEL 44051401359
rodné číslo 736028/5163
driving licence: MORGA753116SM9IJ
Anna’s bank account is 12345678
Her home address is 12 Oak Street, London
János lives at 1134 Budapest, Váci út 12.
Anna Kovács, 1134 Budapest, Váci út 12. 3/4
Lakcím: 1052 Budapest, Petőfi Sándor utca 3.
Sie wohnt in der Lindenstraße 14, Wien
Privatanschrift: Am Kirchweg 7
Il habite 12 rue de la Paix
abita in via Garibaldi 12
Home address: ul. Nowa 12
""".strip().splitlines()
NOT_PRIVATE = """
Article 5991234567890
Order number 4539148803436467
invoice no. 4539148803436467
11773016-11111019-00000000
12345678 87654321
order 2026112300001234
Order ACX-2026-000123456
from 2026-11-23 to 2027-01-15
2026-11-23 1200 2026-11-24
prices 12 345 678 and 1 200 000
sha 3f786850e387550fdab836ed7e6dc881de23001b
de89f786850e387550fdab836ed7e6dc881de230
1234567890123
4111 1111 1111 1112
DE00 3704 0044 0532 0130 00
ring +44 20 7946 0123 or +44 7700 900123
+1 202 555 0173
sales@aldertree.com
head-of-sales@company.com
office.north@firm.at
anna@example.com
bob.smith@example.org
x@y.test
who@shop.example
git@github.com:aldertree/x
picture@2x.png
"@aldertree/head-of-sales"
hotline +36 80 123 456
switchboard +36 1 234 5678
serial 0012345678901
| 4500 | 1200 | 3300 | 2026 |
| 2 310 000 | 2 520 000 | 2 772 000 |
invoice 30123456789
EAN 4006381333931
IMEI 353456789012348
ISBN 978-3-16-148410-0
version 10.11.12.13.14
47.497912, 19.040235
2014 2015 2016 2017 2018
phone 12 times in 30 days of 2026
the company was born in 2014
uuid 123e4567-e89b-12d3-a456-426614174000
no-reply@aldertree.com
sales+north@firm.com
TAJ number of the seller is kept by payroll since 2026-11-23
Our tax number is 12345678-2-41
Tax number: 12345678-2-41
VAT number of the supplier: 8412345678
The tax number of our company is 8412345678
Social security: 120 000 HUF
Passport number, kept until 2026-11-23
Account 100234 is red
The account number of the customer is 10023456
Passes 12 to 18 are handed out
Our showroom is at 12 Oak Street, London
1134 Budapest, Váci út 12.
The office of Anna is in Lindenstraße 14
A customer in Váci út 12 asked Anna
We write to private addresses, never to the office.
Ring 4 times, then plan 12 calls on the way 3
Stage 4, Quarter 3, Chapter 12
""".strip().splitlines()


def private_in(text: str) -> list[Found]:
    return list(private_data(Corpus({"page.md": text}), WHOSE))


@pytest.mark.parametrize("text", PRIVATE)
def test_private_data_is_found_once_and_not_shown(text: str) -> None:
    (found,) = private_in(text)
    assert all(value not in found.shown for value in found.hidden)


@pytest.mark.parametrize("text", NOT_PRIVATE)
def test_what_only_looks_private_is_not(text: str) -> None:
    assert private_in(text) == []


@pytest.mark.parametrize(
    ("country", "text"),
    [("US", "call 415-555-2671"), ("GB", "07911 123456"), ("AT", "0660 1234567")],
)
def test_numbers_are_read_as_in_the_country_of_the_company(country: str, text: str) -> None:
    assert list(private_data(Corpus({"a": text}), Whose(country)))


def test_a_password_in_an_address_is_no_address_of_mail_as_well() -> None:
    assert private_in("https://anna:hunter2@host.firm.hu/") == []


# --- people -----------------------------------------------------------------------------------

JUDGED = (
    """
Anna Kovács got a written warning and earns 31 000.
We dismissed Béla Nagy in March.
Mr Smith was fired.
Dr. Tóth is on sick leave.
A. Kovács has a salary of 31 000.
The weakest of the team is Péter Szabó.
| Anna Kovács | written warning | 31 000 |
Ask Anna Kovács, who was suspended.
Mark Taylor underperforms.
In May, Anna-Maria Schmidt was diagnosed with burnout.
Gergő Kis earns more than the others.
Ádám Őry missed quota three times.
Sanction: John O'Brien, reprimand.
note: Anna Kovács is pregnant
Jean van Damme was let go.
Kovács Anna figyelmeztetést kapott; she got a warning.
"Anna Kovács is lazy," says her lead.
Grace Miller, whose bonus was cut, complained.
The commission of Tamás Varga is 4 000.
# Anna Kovács

She failed probation.
""".strip()
    .replace("\n\n", "\x00")
    .splitlines()
)
NOT_JUDGED = """
Whoever sells below the limit gets a written warning.
The Head of Sales gives a written warning.
Barista One earns more than Barista Duo.
Fernhill Water pays a salary on the last day.
Under the Labour Code a warning is written.
Written Warning and Dismissal
The bonus is paid in January and in July.
Harbour Hotels got a discount, and we paid for it.
Anna Kovács opens the meeting.
Ask Anna Kovács about the tasting machine.
On Monday the warning is sent.
In Hungary the salary is paid monthly.
The General Data Protection Regulation speaks of health and of a warning.
## Fixed Pay
Sick leave is told to the lead before nine.
Key Account Manager: salary 31 000
The United States dismissed the case.
"No, the salary does not come from the deal," says Sales Operations.
Team Lead Workplaces: bonus 10 %
The Sales Book is no reprimand.
The Jura Giga was dismissed as too loud.
The Jura Giga was suspended from the ceiling.
Jura was dismissed as too loud, and paid for itself.
In June the bonus of the second quarter is paid.
An order is paid in April.
Anna opens the meeting.
Sales is sick of paper.
Ask the lead who got a written warning.
Barista is paid by the month.
""".strip().splitlines()
JUDGED_BY_FIRST_NAME = (
    """
János is on sick leave because of his back.
János’s salary was cut.
Ask Éva, who was suspended.
Our Account Executive Péter was fired.
Zsófi is on sick leave.
Babi earns more than her lead.
Mark was dismissed.
| Réka | written warning |
Sanction: János, reprimand.
# János

She failed probation.
note: Kata is pregnant
""".strip()
    .replace("\n\n", "\x00")
    .splitlines()
)
ORDINARY = "The sales, barista, the workplaces, a dismissal, a hotel, the harbour, the water, operations and accounts (code) are words."


def judged_in(text: str) -> list[Found]:
    corpus = Corpus({"page.md": text, "other.md": ORDINARY})
    return list(
        judged_people(
            corpus, Known(corpus, lambda: ["Fernhill Water", "Barista One", "Barista Duo"])
        )
    )


@pytest.mark.parametrize("text", [*JUDGED, *JUDGED_BY_FIRST_NAME])
def test_a_person_beside_a_judgement_is_noticed(text: str) -> None:
    (found,) = judged_in(text.replace("\x00", "\n\n"))
    assert all(name not in found.shown for name in found.hidden)


@pytest.mark.parametrize("text", NOT_JUDGED)
def test_a_judgement_without_a_person_and_a_person_without_one_are_fine(text: str) -> None:
    assert judged_in(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Harriet Bloom Kft. got a warning about its late payment",
        "Harriet Bloom GmbH was dismissed",
        "Harriet Bloom s.r.o. earned a bonus",
        "She was fired up about the offer, said Anna Kovács",
    ],
)
def test_a_firm_is_no_person_and_fired_up_is_no_sanction(text: str) -> None:
    assert judged_in(text) == []


def test_there_are_as_many_of_each() -> None:
    assert (len(JUDGED), len(JUDGED_BY_FIRST_NAME), len(NOT_JUDGED)) == (20, 11, 29)


# --- no message shows it ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "secret", [text for name, text in TOKENS.items() if "\n" not in text and " " not in name]
)
def test_no_spelling_of_any_message_shows_a_secret(secret: str, good: Folder, problems_of) -> None:
    text = f"{secret}\n\n[x]({secret}.md)\n\n<blink title='{secret}'>\n\n![{secret}](a.png)\n\n{{{{ price('{secret}') }}}}\n"
    good.data["docs/hiring.md"] += f"\n## Now {{: #{secret} }}\n\n{text}".encode()
    good.data["docs/_facts/units.yml"] += f"\n- id: {secret}\n  {secret}: {secret}\n".encode()
    problems = problems_of(good)
    assert "secret-found" in {problem.rule for problem in problems}
    spelled = [
        as_json(problems),
        as_markdown_table(problems),
        *map(as_text, problems),
        *map(as_github, problems),
    ]
    value = max(secret.replace("=", "/").split("/"), key=len)[:40]
    assert [said for said in spelled if value.casefold() in said.casefold()] == []


@given(
    st.text(max_size=40), st.text(alphabet=ALNUM, min_size=12, max_size=60), st.text(max_size=40)
)
def test_masking_leaves_nothing_of_a_value_and_all_around_it(
    before: str, value: str, after: str
) -> None:
    problem = Problem(
        Place("docs/a.md", 1), f"{before} {value} {after}", f"write: {value.upper()}", value[3:]
    )
    (said,) = masked([problem], [Found("docs/b.md", 1, "key", "…", (value,))])
    assert value.casefold() not in "".join((said.what, said.fix, said.paste)).casefold()
    assert said.fix == "write: …"


def test_without_anything_hidden_every_message_stays_as_it_is() -> None:
    problem = Problem(Place("docs/a.md", 1), "what", "fix")
    assert masked([problem], []) == [problem]


# --- time -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "piece",
    [
        "://a:b",
        "password: ",
        "AKIA",
        "eyJ" + "a" * 9,
        "| password ",
        "1234 ",
        "+36 ",
        "a@b.",
        "Anna Kovács warning ",
        "<b>",
        "%41",
        "ghp_ ",
    ],
)
def test_a_long_line_takes_no_longer_than_its_length(piece: str) -> None:
    def seconds(size: int) -> float:
        corpus = Corpus({"page.md": piece * (size // len(piece))})
        begun = time.process_time()
        (
            list(secrets(corpus)),
            list(private_data(corpus, WHOSE)),
            list(judged_people(corpus, Known(corpus, lambda: ()))),
        )
        return time.process_time() - begun

    seconds(1_000)  # what is loaded once
    assert seconds(80_000) < 40 * max(seconds(10_000), 0.02)
