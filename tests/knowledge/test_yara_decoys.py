"""What only looks like a mark, a thousand times before the mark itself, hides nothing."""

from __future__ import annotations

from random import Random

import pytest
from support.emotet_core import CODE, program, rsa_key, server_function
from support.onenote_files import one
from support.yara_rules import fits

DRAW = Random(11)
MANY = 1000
FEW = 400
"""Of kernel objects each is compared with each, so that there is an end."""
EPOCH4 = bytes.fromhex("f3a335b50e2e2bf43556cd0a4c293e7cf110ddcbb04f20b3fa0220ce4cb60c1e")
EPOCH5 = bytes.fromhex("56090fbc087b80217aa6287e9645b9c3c35c2674cfd8bea2851f7ea7a82d9534")
FIRST, SECOND = bytes.fromhex("bb00c34c84"), bytes.fromhex("b800c3cc84")
WALK = bytes.fromhex(
    "c7402001020300c7401001020300c7400c00000000 833ccd0102030400740e41894805833ccd01020304007 5f2".replace(" ", "")
)
DRAWN, BUILD = (
    bytes.fromhex("6a0633d201f7018bda4374"),
    bytes.fromhex("83e60f8bcf83c604508bd6e801020304596a2f8d3c7758668907 83c7024b75".replace(" ", "")),
)
START, BESIDE = b'%s\\regsvr32.exe "%s\\%s"', b"\0--%S--\0%s_%08X\0nltest /dclist:\0"
RUN, LOADS = b'%s\\rundll32.exe "%s\\%s",%s', b'\0Control_RunDLL\0%s\\regsvr32.exe -s "%s"\0'
FAR = bytes(0x20000)


def kernel(letters: str, serials: list[int]) -> bytes:
    return b"".join(f"Global\\{letter}{serial:08X}\0".encode("utf-16-le") for serial in serials for letter in letters)


@pytest.mark.parametrize(
    ("rule", "decoy", "mark"),
    [
        ("emotet_epoch4_key", EPOCH4[:8] + bytes(24), EPOCH4),
        ("emotet_epoch5_key", EPOCH5[:31] + b"\0", EPOCH5),
        ("rsa_key_of_768_bits", bytes.fromhex("3068026100"), rsa_key(DRAW)),
        ("emotet_code_2017", FIRST[:4] + b"\x83", FAR + FIRST + SECOND),
        ("emotet_code_2017", FIRST, FAR + SECOND + FIRST),
        ("emotet_code_random_2019", bytes.fromhex("33d281c139300000"), bytes.fromhex("6d4ec64133d281c139300000")),
        ("emotet_code_servers_2019", WALK[:-1] + b"\xf3", WALK),
        ("emotet_code_path_2020", BUILD[:-1] + b"\x76", DRAWN + BUILD),
        ("emotet_texts_64bit", START[:-1] + b"'", FAR + BESIDE + START),
        ("emotet_texts_64bit", START, FAR + BESIDE + START),
        ("emotet_texts_32bit", RUN, FAR + LOADS + RUN),
    ],
)
def test_behind_many_decoys(rule: str, decoy: bytes, mark: bytes) -> None:
    assert rule in fits(mark)
    assert rule not in fits(decoy * MANY + FAR)
    assert rule in fits(decoy * MANY + mark)


def test_servers_behind_functions_that_are_none() -> None:
    shape = bytes.fromhex("c7442440010203 04c70424010203 04c7442448010203 04c744245001020304".replace(" ", ""))
    functions = [server_function(DRAW, port) for port in (80, 443, 8080, 7080, 4143)]
    assert fits(program((".text", CODE, shape * MANY), machine="x64")) == set()
    assert fits(program((".text", CODE, shape * MANY + b"".join(functions)), machine="x64")) == {"emotet_code_servers_2022"}


def test_kernel_objects_behind_those_of_other_serials() -> None:
    others = b"".join(kernel(letter, [*range(n * FEW, (n + 1) * FEW)]) for n, letter in enumerate("EIM"))
    assert fits(others) == set()
    assert fits(others + kernel("EIM", [0x1234ABCD])) == {"emotet_kernel_objects"}


def test_a_script_behind_many_pictures() -> None:
    pictures = [(f"{number}.png", b"\x89PNG\r\n\x1a\n" + bytes(40)) for number in range(MANY)]
    script = b'<job><script language="VBScript">CreateObject("WScript.Shell")</script></job>'
    assert fits(one([*pictures, ("click.wsf", script)])) == {"emotet_onenote_script"}
    lure = ["double-click the button", "to view the document"]
    assert fits(one([*pictures, ("a.wsf", script)], lure)) == {"onenote_lure_script"}
