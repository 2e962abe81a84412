"""Reports of earlier checks among what is to be looked at: they are joined with what is found now."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mimawari.faces.cli import report_files, spoken
from mimawari.model import Report

_START = 4096
_MARK = b"mimawari.report/"


def parted(locators: Iterable[str], tongue: str) -> tuple[tuple[str, ...], list[Report]]:
    """The locators that are no reports, and the reports. One that is damaged is refused."""
    others: dict[str, None] = {}
    reports: list[Report] = []
    for locator in locators:
        if not _is_report(locator):
            others[locator] = None
            continue
        try:
            reports.append(report_files.load(locator))
        except report_files.Unusable as unusable:
            raise spoken.Refused(unusable.said, tongue) from unusable
    return tuple(others), reports


def _is_report(locator: str) -> bool:
    """Whether a file begins as a report does."""
    try:
        path = Path(locator)
        if not path.is_file():
            return False
        with path.open("rb") as file:
            start = file.read(_START)
    except (OSError, ValueError):
        return False
    return start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") and _MARK in start
