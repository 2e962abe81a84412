"""What the commands below ``mimawari us`` share: the firm's own file, read or refused."""

from __future__ import annotations

from pathlib import Path

from mimawari import app
from mimawari.faces.cli.common import refused
from mimawari.model import Firm, Words

FILE = "us.toml"
"""What the file is called where nobody says otherwise."""

_TROUBLE = Words(en="{what}", ja="{what}")


def read(path: str, tongue: str) -> Firm:
    """The firm that a file describes; refused with what is wrong."""
    try:
        return app.firm.read(Path(path))
    except app.firm.FirmTrouble as trouble:
        raise refused(_TROUBLE, tongue, what=trouble.words.say(tongue)) from trouble
