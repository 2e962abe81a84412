"""Programs that some tests need: where one is missing the test is skipped by its name, and in CI it fails."""

from __future__ import annotations

import os
import shutil

import pytest


def in_ci() -> bool:
    """Whether nothing may be skipped."""
    return os.environ.get("CI") == "true"


def need(*tools: str) -> None:
    """Skip the test if one of *tools* is not installed; fail it if this is CI."""
    missing = [tool for tool in tools if shutil.which(tool) is None]
    if missing and in_ci():
        pytest.fail(f"not installed: {', '.join(missing)}")
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
