"""What the name of one of ClamAV's signatures says: malware, whose, or only a suspicion, a limit, spam."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mimawari.model import Row, Strength, Words

BY = "clamav"
LIMIT = "Heuristics.Limits.Exceeded"
"""How a name begins that is no signature: ClamAV says that it left something out (its option ``AlertExceedsMax``)."""

UNOFFICIAL = ".UNOFFICIAL"
"""How a name ends that is of no database signed by ClamAV."""

_WORD = re.compile(r"[^A-Za-z0-9]+")
_NO_MALWARE = frozenset({
    "heuristics", "pua", "hunting", "clean", "eicar", "test", "adware", "joke", "tool", "packer", "filetype", "file",
    "countermeasure", "revoked",
})  # fmt: skip
"""Platforms and categories of what is no malware, or is only unwanted or suspicious."""

_NO_CARRIER = frozenset({"spam", "junk", "scam", "phish", "phishing", "phishtank", "foxhole", "testsig", "phishingtestsig"})
"""What third parties' signatures, and ClamAV's for mails, speak of beside malware (sanesecurity.co.uk, its documentation; foxhole
is any program or script in an archive)."""

_OTHERS = Words(
    en="ClamAV calls “{file}” {rule} (a signature that is not ClamAV's own; nobody tells how old it is).",
    ja="ClamAVが「{file}」を {rule} と判定しました（ClamAV公式ではない定義ファイル、日付は不明）。",
)
_SUSPICIOUS = Words(
    en="ClamAV says {rule} of “{file}”: by that alone it is no malware.",
    ja="ClamAVの「{file}」に対する参考情報：{rule}。これだけでは、マルウェアとは言えません。",
)


def row(name: str, database: str, date: str, families: Mapping[str, str]) -> Row:
    """The signature *name* of *database*, which is of *date*. *families*: each by all that it is called, in lower case.

    Names begin with a platform or ``PUA`` or ``Heuristics`` and go on with a category and a family, in words between dots and
    hyphens (docs.clamav.net, "ClamAV Virus Name").
    """
    words = [word.lower() for word in _WORD.split(name) if word]
    is_malware = _NO_MALWARE.isdisjoint(words[:2]) and _NO_CARRIER.isdisjoint(words)
    is_own = not name.endswith(UNOFFICIAL)
    return Row(
        by=BY,
        name=name,
        collection=database,
        strength=Strength.STRONG if is_malware else Strength.HINT,
        family=next((families[word] for word in words if word in families), None),
        date=date if is_own else "",
        words=(None if is_own else _OTHERS) if is_malware else _SUSPICIOUS,
        described=True,
    )
