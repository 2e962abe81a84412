"""RTF as Outlook packs the text of a message (MS-OXRTFCP)."""

from __future__ import annotations

import struct

HELLO = bytes.fromhex("2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0")
"""The specification's own example (3.1.1): ``hello world``."""


def plain(rtf: bytes) -> bytes:
    """RTF that is not packed (``MELA``)."""
    return struct.pack("<III", len(rtf) + 12, len(rtf), 0x414C454D) + bytes(4) + rtf
