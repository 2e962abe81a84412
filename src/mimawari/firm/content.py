"""What a file of the firm holds, as bytes: of plain files only, and up to a size."""

from __future__ import annotations

from pathlib import Path

from mimawari.firm.trouble import FirmTrouble
from mimawari.model import Words, option_file
from mimawari.model.os_words import cause

_UNREADABLE = Words(en="cannot be read ({why}).", ja="読み取れません（{why}）。")


def content(path: Path, most: int, large: Words) -> bytes:
    """All of a file of at most so many bytes. Raises :class:`FirmTrouble`; *large* is what it says of more."""
    try:
        with option_file.opened(path) as file:
            found = file.read(most + 1)
    except (OSError, ValueError) as error:
        raise FirmTrouble(_UNREADABLE.fill({"why": cause(error)})) from error
    if len(found) > most:
        raise FirmTrouble(large)
    return found
