"""The checks of the finished site: HTML texts and file names in, Problems out, each at the page it
comes from.

What engines pass in silence (a link in raw HTML, an address made by a macro, a copied file) is seen
here, on what readers get.
"""

from __future__ import annotations

from handbook.site.built.checks import outside_hosts, problems
from handbook.site.built.finished import BuiltSite, read_built
from handbook.site.built.html import BuiltPage, Element, read_page
from handbook.text.settings import address

__all__ = [
    "BuiltPage",
    "BuiltSite",
    "Element",
    "address",
    "outside_hosts",
    "problems",
    "read_built",
    "read_page",
]
