"""The registry value in which Emotet kept its program's name from 2020-02-06 on (EmoCheck's v2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks import encoded
from mimawari.detectors.marks.technique import moment
from mimawari.model import Finding, Host, RegistryValue, Strength, Words

_KEY = r"\microsoft\windows\currentversion\explorer"
_BINARY = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class EncodedName(Finding):
    """A value that is named like a serial number and decodes, with that number, to the name of a program."""

    family: str | None = "emotet"
    attack: tuple[str, ...] = ("T1112", "T1027")
    era: tuple[str, ...] = ("P2",)
    words: Words = Words(
        en="The registry value {value}, named by this PC's disk serial number, holds the name “{program}”, encoded Emotet's way.",
        ja="ディスクのシリアル番号を名前に持つレジストリの値 {value} に、Emotetの方式でプログラム名「{program}」が隠されています。",
    )
    value: str
    program: str


_UNKNOWN = Words(
    en="The registry value {value} decodes with its own name, as Emotet stores it, to the program name “{program}”.",
    ja="レジストリの値 {value} は、Emotetの保存方式のとおり自身の名前で復号すると、プログラム名「{program}」になります。",
)
_OTHER = Words(
    en="The registry value {value} decodes as Emotet's would to “{program}”, but with the serial number of another disk.",
    ja="レジストリの値 {value} はEmotetの方式で「{program}」に復号されますが、別のディスクのシリアル番号が使われています。",
)


@detector
def encoded_name(value: RegistryValue, host: Host | None) -> Iterator[EncodedName]:
    """Conclusive with this PC's serial number, strong where that is unknown or not certain, a hint with another one."""
    serial = encoded.serial_of(value.name)
    if serial is None or value.type != _BINARY or not isinstance(value.data, bytes) or not _is_explorer(value):
        return
    program = encoded.stem(value.data, serial)
    if program is None:
        return
    strength, words = _weighed(value.data, serial, program, host)
    yield EncodedName(
        origin=value.origin,
        strength=strength,
        family="emotet" if strength > Strength.HINT else None,
        words=words,
        seen_at=moment(value.written),
        past=value.deleted,
        value=f"{value.hive}\\{value.key}\\{value.name}",
        program=program,
    )


def _is_explorer(value: RegistryValue) -> bool:
    """Of a deleted value the key may be lost."""
    return ("\\" + value.key.lower()).endswith(_KEY) or (value.deleted and not value.key)


def _weighed(data: bytes, serial: int, program: str, host: Host | None) -> tuple[Strength, Words]:
    """Without the PC's serial, short names and data that can be read without decoding are too likely by chance."""
    if host and host.volume_serial == serial:
        return Strength.CONCLUSIVE, EncodedName.words
    if host and host.volume_serial is not None and host.volume_serial_certain:
        return Strength.HINT, _OTHER
    is_sure = encoded.is_plain(program) and encoded.stem(data, 0) is None
    return (Strength.STRONG if is_sure else Strength.HINT), _UNKNOWN
