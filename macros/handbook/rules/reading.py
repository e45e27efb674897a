"""What is noticed while reading files, before any rule can judge: the help texts of those Problems."""

from __future__ import annotations

from handbook.rules.rule import add

add(
    "file-unreadable",
    "Every text file is saved as UTF-8, the ordinary way. Others turn letters such as é into "
    "rubbish, so the file is left out until "
    "it is saved again. In the browser this does not happen; it does when a file comes out of a "
    "word processor or a spreadsheet.",
    bad="docs/sales-book/prices.md, saved as UTF-16",
    good="docs/sales-book/prices.md, saved as UTF-8",
)
add(
    "conflict-left",
    "Two people changed the same lines, and the marks of git are still in the file. Readers would "
    "see both versions, so the file is "
    "left out until one of them is chosen.",
    bad="<<<<<<< main\nPayment within 14 days\n=======\nPayment within 30 days\n>>>>>>> new-terms",
    good="Payment within 14 days",
)
add(
    "yaml-unreadable",
    "A facts file is lists and keys: name, colon, space, value; indented with spaces. One "
    "forgotten bracket or quotation mark "
    "makes the whole file unreadable, so its facts are left out until it is mended.",
    bad="sales-book/terms.yml:\nnotice 3 months",
    good="sales-book/terms.yml:\nnotice: 3 months",
)
add(
    "yaml-too-large",
    "Files of facts stay small enough to read: at most 256 KiB, 20 000 values, 12 levels, 2 000 "
    "signs in a line. Lists that grow are folders with one "
    "file for each item, so that two people can add to them at the same time.",
    bad="glossary/lever.yml:\nmeans: [[[[[[[[[[[[[a thing]]]]]]]]]]]]]",
    good="glossary/lever.yml:\nmeans: A reason for a discount, with what we get for it.",
)
add(
    "page-too-large",
    "A page stays small enough to read: at most 200 KiB and 5 000 lines, with at most 1 000 "
    "headings, 1 000 links and 1 000 macro calls. Nobody finds "
    "an answer on a page of a hundred screens, and it would make everybody's site slow. What is "
    "larger is left out until it is split.",
    bad="docs/prices-of-all-years.md, 300 KiB",
    good="docs/prices-2025.md, 150 KiB\ndocs/prices-2026.md, 150 KiB",
)
add(
    "line-too-long",
    "A line of a page has at most 2 000 signs, which is a paragraph of a whole screen. Longer "
    "ones are usually a spreadsheet or a "
    "picture that was pasted as text; nobody can read them, and no change in them can be seen in "
    "a pull request.",
    bad="docs/sales-book/prices.md, with a line of 24 000 letters",
    good="docs/sales-book/prices.md, with a line of 100 letters",
)
add(
    "nested-too-deep",
    "Lists, quotations and boxes are inside each other at most eight levels deep. Readers are "
    "lost after three, and the programs that "
    "build the site give up somewhere behind a hundred.",
    bad="""
- a
  - b
    - c
      - d
        - e
          - f
            - g
              - h
                - i
""",
    good="- a\n  - b\n    - c",
)
add(
    "yaml-feature-refused",
    "Facts are plain: no references to other places (`&`, `*`, `<<`), no special types (`!`), one "
    "document to a file. Anyone who "
    "changes a value must see in that line what it is.",
    bad="sales-book/terms.yml:\n<<: {payment_due: 14 days}",
    good="sales-book/terms.yml:\npayment_due: 14 days",
)
add(
    "key-twice",
    "A key, the word before the colon, stands once in its entry. Programs silently take the last "
    "of two, people read the first.",
    bad="owner: sales-director\nowner: seller",
    good="owner: sales-director",
)
add(
    "front-matter-missing",
    "Every page begins with a block between two lines of three hyphens. It says who owns the "
    "page. A page that begins with "
    "anything else can lose its first lines: the site takes `Important: text` for a setting and "
    "swallows it.",
    bad="hiring.md:\nowner: sales-director\npart: hiring/interview\n\n# Hiring",
    good="hiring.md:\n---\nowner: sales-director\npart: hiring/interview\n---\n\n# Hiring",
)
add(
    "front-matter-unreadable",
    "The block between the two lines of hyphens at the top must be readable. Otherwise readers "
    "would see it as text, and the page "
    "would belong to nobody.",
    bad="readers: [seller",
    good="readers: [seller]",
)
add(
    "clock-behind",
    "Whether a page is overdue, and which price holds, depends on the day. Where something was "
    "committed later than the day that this "
    "computer takes for today, its clock is wrong, and so may be what the check says.",
    bad="The clock says 2025-01-01, and docs/index.md was committed on 2026-11-23.",
    good="The clock says 2026-11-24, and docs/index.md was committed on 2026-11-23.",
    severity="advice",
)
add(
    "front-matter-foreign",
    "A page that was written for another system brings its block along: a title, tags, a date, an "
    "author, a place in the menu. Here the "
    "heading is the title, git remembers days and authors, the menu has its own file, and the "
    "block says which role answers for the "
    "page. One message for each page holds the block that works, and says what becomes of each "
    "key.",
    bad="hiring.md:\n---\ntitle: Hiring\nowner: sales-director\npart: hiring/interview\n---",
    good="hiring.md:\n---\nowner: sales-director\npart: hiring/interview\n---",
)
add(
    "key-missing",
    "Some keys, the words before a colon, are needed: a product without a `name` cannot be shown, "
    "a page without an `owner` belongs "
    "to nobody.",
    bad="customer-base/cycles.yml:\n- id: hotels-repeat\n  buyer_group: hotels\n  kind: repeat",
    good="""
customer-base/cycles.yml:
- id: hotels-repeat
  name: Hotels, more taps
  buyer_group: hotels
  kind: repeat
""",
)
add(
    "key-unknown",
    "Only known keys, the words before a colon, are allowed, because a misspelt key is a fact "
    "that nobody ever sees. A page's title is its first heading, "
    "so there is no key for it.",
    bad="ownr: sales-director",
    good="owner: sales-director",
)
add(
    "value-wrong",
    "Values are written as people write them, in one form: `15 %`, `1200.00` or `59 000`, `4 "
    "business hours`, `3 months`, "
    "`2026-12-31`, `yes`. The currency is named once, for the whole company.",
    bad="training.md:\nreaders: seller",
    good="training.md:\nreaders: [seller]",
)
add(
    "id-twice",
    "An id names one thing. With two of a kind nobody knows which price or product a page means.",
    bad="roles.yml:\n- id: seller\n  name: Head of operations\n  does: Installs what was sold.",
    good="""
roles.yml:
- id: head-of-operations
  name: Head of operations
  does: Installs what was sold.
""",
)
add(
    "id-differs",
    "In a folder of facts the name of the file is the id. A second id inside can only contradict "
    "it.",
    bad="glossary/lever.yml:\nid: handle",
    good="glossary/lever.yml:\nid: lever",
)
add(
    "facts-file-unknown",
    "Only known files are read below `docs/_facts`. A file with another name would be a fact that "
    "no page can show.",
    bad="docs/_facts/sales-book/product.yml",
    good="docs/_facts/sales-book/products.yml",
)
add(
    "facts-file-missing",
    "A page shows facts, and the file that holds them is not there. Bring the file back, or take "
    "the macro off the page.",
    bad="sales-book/prices.md:\n{{ terms_table() }}",
    good="""
sales-book/prices.md:
{{ terms_table() }}
sales-book/terms.yml:
quote_valid: 30 days
payment_due: 14 days
notice: 3 months
delivery: 10 business days
cancel_from: 1 month
margin_floor: 25 %
prices_announced: 1 month
deposit: No deposit as a rule
""",
)
add(
    "page-gone",
    "A page that was renamed or deleted leaves behind what leads to it: links, the menu, "
    "questions, records. `handbook move OLD NEW` renames "
    "a page, changes them all, and keeps the old address for readers who saved it.",
    bad="""
mkdocs.yml:
- Trade fairs: trade-fairs.md
sales-book/faq/may-i-give-ten.yml:
page: trade-fairs.md
moved.yml:
to: trade-fairs.md
""",
    good="""
mkdocs.yml:
- Trade fairs: trade-fairs.md
sales-book/faq/may-i-give-ten.yml:
page: trade-fairs.md
moved.yml:
to: trade-fairs.md
docs/trade-fairs.md:
---
owner: sales-director
---
# Trade fairs

{{ page_card() }}

Two days, at the start.
""",
)
add(
    "macro-unknown",
    "A page can call only the macros that exist; all are listed on the page Macros.",
    bad='It costs {{ prize("tap-one", "month") }}.',
    good='It costs {{ price("tap-one", "month") }}.',
)
add(
    "macro-arguments",
    "A macro takes what its description on the page Macros names between the round brackets, as "
    "texts in straight quotes.",
    bad="It costs {{ price() }}.",
    good='It costs {{ price("tap-one", "month") }}.',
)
add(
    "macro-misplaced",
    "Macros that show a table or a card need a line of their own, not indented; none may stand "
    "inside the address of a link. "
    "In the middle of a line the site would break the table apart.",
    bad="Our prices: {{ price_list() }}",
    good="Our prices:\n\n{{ price_list() }}",
)
