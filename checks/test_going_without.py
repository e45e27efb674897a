"""This handbook stays whole without any of its documents: a company may go without each."""

from dataclasses import replace

import pytest

from handbook.adopt.off import decided, plan_off
from handbook.facts.contract import PARTS, OwnDocument
from handbook.handbook import build
from handbook.problems.problem import as_text
from handbook.rules.edition import edition_of
from handbook.text.load import read_folder

WHY = "Tried."


def changed(folder, handbook, texts):
    """The folder with these texts, and the handbook in it."""
    there = {**folder.data, **{path: text.encode() for path, text in texts.items()}}
    changed = replace(folder, data=there)
    return changed, build(changed, handbook.today, history=None, added=None)


def without(root, handbook, names):
    """What is to fix once these documents are off."""
    folder = read_folder(root)
    for name in names:
        _, after = changed(folder, handbook, {PARTS: decided(handbook, name, "off", WHY)})
        folder, handbook = changed(folder, handbook, plan_off(handbook, after, name, WHY).write)
    return [as_text(found) for found in edition_of(handbook).problems() if found.severity == "must"]


@pytest.mark.long
def test_each_document_can_be_left_out(project):
    handbook = project.edition.handbook
    names = [document.id for document in handbook.facts[OwnDocument] if document.state != "off"]
    told = {name: without(project.root, handbook, [name]) for name in names}
    told["all but the first"] = without(project.root, handbook, names[1:])
    assert {name: said for name, said in told.items() if said} == {}
