"""Facts and pages of companies before the contract was counted: one, and any."""

from __future__ import annotations

from hypothesis import strategies as st

from handbook.adopt.migration import COMPANY

FACTS = "docs/_facts/"
CONTRACT_0 = {
    COMPANY: "# Who we are\nname: Fernhill\nmachines_in_service: 1 200  # counted in spring\ncustomers: 310\n",
    f"{FACTS}sales-book/ideal_customer.yml": "people: 12\ncups_a_day: 40\ncups_a_person: 3.5\n",
    f"{FACTS}sales-book/terms.yml": (
        "# Agreed with finance.\nquote_valid: 30 days\nrental_term: 36 months\n# In years of drought longer.\n"
        "notice: 3 months\nsmallest_bean_order_kg: 2\n"
    ),
    f"{FACTS}sales-book/products.yml": "- id: tap-one\n  family: machine\n- id: care\n  family: service\n",
    f"{FACTS}sales-book/prices.yml": (
        "- from: 2026-01-01\n  prices:\n    - {product: tap-one, per: month}\n    - {product: care, per: visit}\n"
    ),
    f"{FACTS}sales-book/discounts.yml": "levers:\n  - id: order\n    applies_to: [service, machine]\n",
    f"{FACTS}sales-book/buyer_groups.yml": "- id: small\n  sector: workplaces\n- id: towns\n  sector: public-bodies\n",
    f"{FACTS}sales-book/templates/offer.yml": "body: |\n  It runs for [[fact terms.rental_term]].\n",
    "docs/terms.md": (
        "For {{ fact(\"terms.rental_term\") }} or {{ fact( 'ideal_customer.cups_a_day' ) }}; "
        'terms.rental_term is a word, {{ fact("terms.notice") }} another fact.\n'
    ),
    "docs/_records/terms/2026-01-01-reviewed-seller-abcdef.yml": 'found: fact("terms.rental_term")\n',
}


@st.composite
def companies(draw: st.DrawFn) -> dict[str, str]:
    """Some of these files, with some of their lines and others between them, in any order where
    that means the same.
    """
    texts = {
        path: text for path, text in CONTRACT_0.items() if path == COMPANY or draw(st.booleans())
    }
    for path in texts:
        if path.endswith(("company.yml", "terms.yml", "ideal_customer.yml")):
            rows = draw(st.permutations(texts[path].splitlines()))
            rows = [row for row in rows if draw(st.booleans())]
            more = draw(
                st.lists(
                    st.sampled_from(["", "# a note", "other: [1, 2]  # kept"]),
                    max_size=2,
                    unique=True,
                )
            )
            texts[path] = "".join(f"{row}\n" for row in [*rows, *more])
    if draw(st.booleans()):
        texts[f"{FACTS}vocabulary.yml"] = "numbers:\n- id: cups-a-day\n  value: 3\nsectors: []\n"
    return texts
