"""In which language to write to somebody: Japanese or English."""

from __future__ import annotations

import re

JA, EN = "ja", "en"
_JAPANESE = re.compile("[\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f]")


def tongue(name: str, organisation: str, address: str, japanese: int, other: int) -> str:
    """By the name, else by the language of most mails, else by the address; who only has an address of another country: English.

    A name in Chinese characters is taken for a Japanese one: in the mailbox of a Japanese shop it mostly is.
    """
    if _JAPANESE.search(name + organisation):
        return JA
    if japanese or other:
        return JA if japanese >= other else EN
    return JA if address.endswith(".jp") or not address else EN
