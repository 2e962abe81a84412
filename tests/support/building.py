"""Builds frozen dataclasses from plain tables by their type hints, nested ones too."""

from mimawari.cases.building import built as built
