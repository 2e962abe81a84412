"""Runs it: evidence past the detectors, every step behind a guard and a limit, into parts of a report."""

from mimawari.engine.executors import Inline, Pool
from mimawari.engine.settings import Limits, Settings
from mimawari.engine.walk import Progress, walk

__all__ = ["Inline", "Limits", "Pool", "Progress", "Settings", "walk"]
