"""In which language to write to somebody: Japanese or English."""

from __future__ import annotations

import re

JA, EN = "ja", "en"
_JAPANESE = re.compile("[\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f]")

_ABROAD = re.compile(
    r"\.(?:ac|ae|at|au|be|br|ca|ch|cn|cz|de|dk|es|fi|fr|gr|hk|ie|il|in|it|kr|mx|nl|no|nz|pl|pt|ru|se|sg|th|tr|tw|uk|us|vn|za)$"
)
"""The codes of some countries (ISO 3166); those that are sold as words (.io, .co, .me, .tv) tell of none."""


def tongue(name: str, organisation: str, address: str, japanese: int, other: int) -> str:
    """Japanese by the name or an address in Japan, else by the language of most mails and orders, else by the address.

    A name in Chinese characters is taken for a Japanese one: in the mailbox of a Japanese shop it mostly is. English is who wrote
    or was written to in another language only for the most part, or has an address of another country. Where nothing tells, it
    is the language of the firm, and its customers are in Japan: whoever reads no Japanese sees that a letter in Japanese is one.
    """
    if _JAPANESE.search(name + organisation) or address.endswith(".jp"):
        return JA
    if japanese or other:
        return JA if japanese >= other else EN
    return EN if _ABROAD.search(address) else JA
