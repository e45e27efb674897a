"""Private data: numbers and addresses of people are found and not shown; what only looks like them
is left alone.
"""

from __future__ import annotations

import pytest

from handbook.text.confidential.corpus import Corpus
from handbook.text.confidential.found import Finding
from handbook.text.confidential.private import HandbookIdentity, private_data

WHOSE = HandbookIdentity("HU", frozenset("aldertree coffee sdr".split()))
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


def private_in(text: str) -> list[Finding]:
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
    assert list(private_data(Corpus({"a": text}), HandbookIdentity(country)))


def test_a_password_in_an_address_is_no_address_of_mail_as_well() -> None:
    assert private_in("https://anna:hunter2@host.firm.hu/") == []
