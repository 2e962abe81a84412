"""Which language to speak: Japanese where the user's locale is Japanese, else English."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping

_JAPANESE = 0x11  # primary language id of ja, the low ten bits of a Windows language id (winnt.h)


def language(asked: str | None = None, environment: Mapping[str, str] = os.environ) -> str:
    """*asked*, else by locale: LC_ALL, LC_MESSAGES, LANG in this order; on Windows the language of its own windows."""
    if asked:
        return asked
    told = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    if told:
        return "ja" if re.split("[_.@-]", told.lower())[0] in ("ja", "japanese") else "en"
    return "ja" if _windows_is_japanese() else "en"


def _windows_is_japanese() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    return bool(ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == _JAPANESE)
