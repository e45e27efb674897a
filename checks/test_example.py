"""The engine knows this handbook as the example, so that it can tell a company what is left of it."""

from handbook.upkeep.example import example_of, known_example

ENOUGH = 0.9  # a page that somebody improves need not be known at once; make example knows it again


def test_engine_knows_this_handbook_as_the_example(handbook):
    here, known = example_of(handbook), known_example()
    told = "The example has changed since its fingerprints were taken. To fix: run make example"
    assert (here.words, here.products, here.files) == (known.words, known.products, known.files), (
        told
    )
    assert len(here.sentences & known.sentences) >= ENOUGH * len(here.sentences), told
