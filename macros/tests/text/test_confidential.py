"""Secrets, private data and people beside a judgement: what is found, what is none, and that no
message shows it.

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
from handbook.text.confidential.found import Finding
from handbook.text.confidential.masking import masked
from handbook.text.confidential.people import NonPersonWords, judged_people
from handbook.text.confidential.private import HandbookIdentity, private_data
from handbook.text.confidential.secrets import secrets
from handbook.text.load import Folder
from tests.text.test_private import WHOSE

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


def secrets_in(text: str) -> list[Finding]:
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
    list(private_data(corpus, HandbookIdentity("HU")))
    list(judged_people(corpus, NonPersonWords(corpus, lambda: ())))


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
    (said,) = masked([problem], [Finding("docs/b.md", 1, "key", "…", (value,))])
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
            list(judged_people(corpus, NonPersonWords(corpus, lambda: ()))),
        )
        return time.process_time() - begun

    seconds(1_000)  # what is loaded once
    assert seconds(80_000) < 40 * max(seconds(10_000), 0.02)
