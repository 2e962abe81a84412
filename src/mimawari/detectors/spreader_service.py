"""A service that Emotet's spreaders make on the PCs that they reach: over Wi-Fi under a false name, over shares under a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.technique import is_no_program, moment
from mimawari.model import Finding, Service, Strength, Words

# MITRE ATT&CK S0367, T1036.004.
_NAMES = frozenset({"windows defender system service", "windefservice"})
# CISA, alert TA18-201A: C:\Windows\11987416.exe, C:\Windows\System32\46615275.exe.
_NUMBER = re.compile(r"(?i)[a-z]:\\windows\\(?:(?:system32|syswow64|sysnative)\\)?[0-9]{5,12}\.exe")


@dataclass(frozen=True, kw_only=True, eq=False)
class SpreaderService(Finding):
    """Such a service."""

    strength: Strength = Strength.STRONG
    attack: tuple[str, ...] = ("T1543.003", "T1036.004")
    era: tuple[str, ...] = ("P1", "P2")
    words: Words = Words(
        en="The service “{service}” ({shown}) starts {program} under the name that Emotet's Wi-Fi spreader gives itself.",
        ja="サービス「{service}」（{shown}）は {program} を起動します。EmotetがWi-Fi経由で広がるときに名乗る名前です。",
    )
    service: str
    shown: str
    program: str


_HALF = Words(
    en="The service “{service}” ({shown}) starts {program}; it passes itself off as Windows Defender, which has no such service.",
    ja="サービス「{service}」（{shown}）は {program} を起動します。Windows Defenderを装った名前ですが、本物にはありません。",
)
_SHARE = Words(
    en="The service “{service}” ({shown}) starts {program}, a number in Windows' folder, as malware that spreads over shares does.",
    ja="サービス「{service}」（{shown}）は {program} を起動します。数字だけの名前は、共有経由で広がるマルウェアの手口です。",
)


@detector
def spreader_service(service: Service) -> Iterator[SpreaderService]:
    """Strong; Emotet by name only if the service bears both of the Wi-Fi spreader's names: others use one or the other."""
    bears = {service.name.lower(), service.display_name.lower()} & _NAMES
    is_number = bool(_NUMBER.fullmatch(service.target))
    if is_no_program(service) or not (bears or is_number):
        return
    yield SpreaderService(
        origin=service.origin,
        family="emotet" if bears == _NAMES else None,
        attack=("T1543.003", "T1036.004") if bears else ("T1543.003", "T1021.002"),
        words=SpreaderService.words if bears == _NAMES else _HALF if bears else _SHARE,
        seen_at=moment(service.written),
        past=service.deleted,
        service=service.name,
        shown=service.display_name or service.name,
        program=service.target,
    )
