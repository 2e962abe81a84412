"""Writes the cases of our own YARA rules: contents that the tests of the rules make, packed so that no scanner takes them for more.

``PYTHONPATH=src:tests python -m support.rule_cases`` writes them anew, after a rule or a test of one has changed. What was
published by others is not among them.
"""

from __future__ import annotations

import base64
import inspect
import sys
import textwrap
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import yara_rules
from support.cases import FOLDER

TESTS = Path(__file__).parents[1] / "knowledge"
_FILES = [str(TESTS / f"test_yara_{name}.py") for name in ("keys", "code", "carriers", "traces")]
_MOST = 3_000
"""Bytes of a packed content that is honest: there are many to choose from."""


class Recorder:
    """Notes what fits which rules, and in which test."""

    def __init__(self) -> None:
        self.met: dict[frozenset[str], dict[str, bytes]] = {}
        self._fits = yara_rules.fits

    def fits(self, data: bytes) -> set[str]:
        """As :func:`support.yara_rules.fits`."""
        found = self._fits(data)
        test = next((one.function for one in inspect.stack() if one.function.startswith("test_")), "")
        if test and "published" not in test:
            known = self.met.setdefault(frozenset(found), {})
            if test not in known or len(packed(data)) < len(packed(known[test])):
                known[test] = bytes(data)
        return found


def packed(data: bytes) -> str:
    """*data* as it stands in a case."""
    return base64.b64encode(zlib.compress(data, 9)).decode()


def written(name: str, why: str, data: bytes, rules: frozenset[str]) -> None:
    """One case."""
    strength = {rule.name: rule.meta["strength"] for rule in yara_rules.rules()}
    lines = ["# Written by tests/support/rule_cases.py.", f'why = "{why}"']
    lines += [] if rules else ["expect = []"]
    lines += ["", "[[given.content]]", 'name = "given.bin"', "packed = '''", *textwrap.wrap(packed(data), 120), "'''"]
    for rule in sorted(rules):
        lines += ["", "[[expect]]", 'kind = "rule-hit"', f'rule = "{rule}"', f'strength = "{strength[rule]}"']
    (FOLDER / "rule-hit" / f"{name}.toml").write_text("\n".join(lines) + "\n", "utf-8")


def _chosen(met: dict[frozenset[str], dict[str, bytes]]) -> Iterator[tuple[str, str, bytes, frozenset[str]]]:
    """For each set of rules the smallest content; and what each test has that is honest and not nothing."""
    for rules, by in met.items():
        if rules:
            test, data = min(by.items(), key=lambda one: len(packed(one[1])))
            yield "fits-" + "-and-".join(sorted(rules)).replace("_", "-"), test, data, rules
    for test, data in met.get(frozenset(), {}).items():
        if len(data) > 40 and len(packed(data)) < _MOST:
            yield "silent-" + test.removeprefix("test_").replace("_", "-")[:60].strip("-"), test, data, frozenset()


def main() -> int:
    """Run the tests and write the cases."""
    recorder = Recorder()
    yara_rules.fits = recorder.fits
    status = pytest.main(["-q", "-p", "no:randomly", *_FILES])
    if status:
        return int(status)
    for old in (FOLDER / "rule-hit").glob("*.toml"):
        if old.read_text("utf-8").startswith("# Written by"):
            old.unlink()
    for name, test, data, rules in _chosen(recorder.met):
        written(name, test.removeprefix("test_").replace("_", " "), data, rules)
    return 0


if __name__ == "__main__":
    sys.exit(main())
