"""Runs it: evidence past the detectors, every step behind a guard and a limit, into parts of a report."""

from mimawari.engine.executors import Inline, Pool
from mimawari.engine.inquest import Inquest
from mimawari.engine.overhear import habits_of
from mimawari.engine.settings import Limits, Scan, Settings
from mimawari.engine.walk import Heard, Progress, walk
from mimawari.engine.watch import Watch

__all__ = [
    "Heard",
    "Inline",
    "Inquest",
    "Limits",
    "Pool",
    "Progress",
    "Scan",
    "Settings",
    "Watch",
    "habits_of",
    "walk",
]
