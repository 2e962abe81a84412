"""By name; and what is said where a library is missing."""

from __future__ import annotations

import sys

import pytest
from support import dossier_extremes, dossiers

from mimawari.faces.exchange import FORMS, NoExchange, exported
from mimawari.model import Situation


def test_each_form_has_a_name() -> None:
    assert FORMS == ("stix", "misp", "timesketch-csv", "timesketch-jsonl")
    assert all(exported(dossier_extremes.empty(), form) for form in FORMS)
    with pytest.raises(KeyError):
        exported(dossier_extremes.empty(), "pdf")


@pytest.mark.parametrize(("form", "library"), [("stix", "stix2"), ("misp", "pymisp")])
def test_a_missing_library_is_said(form: str, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(NoExchange) as caught:
        exported(dossiers.dossier(Situation.EXPOSED), form)
    for said in (caught.value.words.en, caught.value.words.ja):
        assert library in said
        assert "mimawari[exchange]" in said
