"""What asks whose mails they are: the firm's own file, read or refused."""

from __future__ import annotations

from pathlib import Path

from mimawari import app
from mimawari.faces.cli.common import refused
from mimawari.model import Firm, Words

FILE = "us.toml"
"""What the file is called where nobody says otherwise."""

_TROUBLE = Words(en="{path}: {what}", ja="{path}：{what}")


def read(path: str, tongue: str) -> Firm:
    """The firm that a file describes; refused with what is wrong."""
    try:
        return app.firm.read(Path(path))
    except app.firm.FirmTrouble as trouble:
        raise refused(_TROUBLE, tongue, path=path, what=trouble.words.say(tongue)) from trouble
