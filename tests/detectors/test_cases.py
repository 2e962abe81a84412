"""Every case in tests/cases: what a detector is given, and what it must say."""

from __future__ import annotations

import pytest
from support import cases
from support.looking import found, level

from mimawari import knowledge
from mimawari.cases import is_near_miss, said, seen
from mimawari.model import Level

CASES = [seen(case, knowledge.load()) for case in cases.every()]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.detector}/{c.name}")
def test_case(case: cases.Case) -> None:
    findings = [said(finding) for finding in found(case.given, case.context, case.detector)]
    assert len(findings) == len(case.expect), findings
    for expected in case.expect:
        assert any(all(finding[key] == value for key, value in expected.items()) for finding in findings), (expected, findings)


@pytest.mark.parametrize("case", [c for c in CASES if c.level], ids=lambda c: f"{c.detector}/{c.name}")
def test_level(case: cases.Case) -> None:
    assert level(case.given, case.context) == case.level


NEAR_MISSES = [c for c in CASES if is_near_miss(c)]


@pytest.mark.parametrize("case", NEAR_MISSES, ids=lambda c: f"{c.detector}/{c.name}")
def test_a_near_miss_is_one_for_all_detectors(case: cases.Case) -> None:
    if not case.level:
        assert level(case.given, case.context) is Level.NO_SIGN
