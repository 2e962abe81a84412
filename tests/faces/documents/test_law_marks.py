"""The law in the annex: what is to be checked bears its mark beside every question, as it does in the text."""

from dataclasses import replace

import pytest
from support import dossiers, reports
from support.legal import KNOWN, said

from mimawari.faces.documents.blocks import Points
from mimawari.faces.documents.law import reasons
from mimawari.faces.documents.seen import CHECK, LAWYER, Seen
from mimawari.model import LANGUAGES, Level, Situation


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_each_question_bears_the_marks_of_its_sources(tongue: str) -> None:
    clock = said(reports.report(Level.UNDETERMINED))
    seen = Seen(replace(dossiers.dossier(Situation.OUR_DEVICE), clock=clock), tongue)
    points = [one.text for block in reasons(seen) if isinstance(block, Points) for one in block.points]
    assert {one.id for one in clock.questions} >= {"encrypted", "entrusted"}
    for question in KNOWN.law.questions:
        if question not in clock.questions:
            continue
        (line,) = (point for point in points if point.startswith(question.words.say(tongue)))
        assert (CHECK.say(tongue) in line) == any(one.certainty.to_check for one in question.cited)
        assert (LAWYER.say(tongue) in line) == question.lawyer
