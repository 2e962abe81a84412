"""Where the program keeps what it remembers on this system: mail accounts, and newer knowledge."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from mimawari import app

_KNOWLEDGE = "knowledge"


def folder() -> Path:
    """The user's own: ``MIMAWARI_STATE``, or where programs keep their state on this system."""
    if given := os.environ.get("MIMAWARI_STATE"):
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "mimawari"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "mimawari"
    state = Path(os.environ.get("XDG_STATE_HOME", ""))
    return (state if state.is_absolute() else Path.home() / ".local" / "state") / "mimawari"


def shared() -> Path:
    """The one of all users of this PC, which an administrator writes."""
    return app.updates.shared_place()


def store(*, is_shared: bool = False) -> Path:
    """Where newer knowledge is kept."""
    return (shared() if is_shared else folder()) / _KNOWLEDGE


def stores() -> tuple[Path, ...]:
    """Where newer knowledge is looked for, the user's own first. ``MIMAWARI_STATE`` names the only one."""
    own = store()
    return (own,) if os.environ.get("MIMAWARI_STATE") else (own, store(is_shared=True))
