"""Emotet's machine code and what it keeps in the clear while it runs: the published patterns, near misses, and how near is near."""

import struct
from random import Random

import pytest
from support.emotet_core import CODE, DATA, program, server_function
from support.pe_files import pe
from support.yara_rules import fits

DRAW = Random(7)


def noise(size: int) -> bytes:
    return Random(61).randbytes(size)


def drawn(pattern: str) -> bytes:
    """A published pattern with something in the place of each byte that varies."""
    return bytes(DRAW.randrange(1, 256) if byte == "??" else int(byte, 16) for byte in pattern.split())


# JPCERT/CC (jpcert-yara, MalConfScan), BSD-3-Clause.
V4 = ("BB 00 C3 4C 84", "B8 00 C3 CC 84")
V5 = "6D 4E C6 41 33 D2 81 C1 39 30 00 00"
V6 = ("C7 40 20 ?? ?? ?? 00 C7 40 10 ?? ?? ?? 00 C7 40 0C 00 00 00 00 83 3C CD ?? ?? ?? ?? 00 74 0E 41 89 48 ?? "
      "83 3C CD ?? ?? ?? ?? 00 75 F2")  # fmt: skip
V7 = (
    "6A 06 33 D2 ?? F7 ?? 8B DA 43 74",
    "83 E6 0F 8B CF 83 C6 04 50 8B D6 E8 ?? ?? ?? ?? 59 6A 2F 8D 3C 77 58 66 89 07 83 C7 02 4B 75",
)


def test_two_constants_near_each_other() -> None:
    first, second = map(drawn, V4)
    assert fits(noise(500) + first + noise(300) + second + noise(500)) == {"emotet_code_2017"}
    assert fits(second + noise(4000) + first) == {"emotet_code_2017"}
    assert fits(first + noise(5000) + second) == set(), "in a large dump both are somewhere"
    assert fits(noise(500) + first) == fits(noise(500) + second) == set()


def test_the_random_number_step() -> None:
    assert fits(noise(500) + drawn(V5) + noise(20)) == {"emotet_code_random_2019"}
    # The generator of the C standard itself (7.22.2.2): the same numbers, another order.
    assert fits(noise(99) + bytes.fromhex("69c06d4ec641 0539300000 c1e810") + noise(99)) == set()


def test_the_walk_through_the_servers() -> None:
    assert fits(noise(500) + drawn(V6) + noise(20)) == {"emotet_code_servers_2019"}
    raw = drawn(V6)
    for at in (0, 17, 23, 30, 44):
        assert fits(raw[:at] + bytes((raw[at] ^ 1,)) + raw[at + 1 :]) == set()


def test_the_path_of_an_address_needs_both_parts() -> None:
    draw, build = map(drawn, V7)
    assert fits(noise(500) + draw + noise(9000) + build) == {"emotet_code_path_2020"}
    assert fits(noise(500) + draw) == fits(build + noise(500)) == set()


PORTS = (80, 443, 8080, 7080, 4143)


def code(functions: list[bytes]) -> bytes:
    return program((".text", CODE, b"".join(one + noise(40) for one in functions)), machine="x64")


def test_servers_put_together_one_by_one() -> None:
    functions = [server_function(DRAW, port) for port in PORTS]
    assert fits(code(functions)) == {"emotet_code_servers_2022"}
    assert fits(noise(333) + b"".join(functions)) == {"emotet_code_servers_2022"}, "from memory, without headers"
    idle = [server_function(DRAW, 443, flag=0) for _ in range(30)]
    assert fits(code(idle + functions)) == {"emotet_code_servers_2022"}, "most of them are switched off"


def test_honest_code_stores_constants_as_well() -> None:
    shapes = [bytes.fromhex("c7442440") + noise(4) + bytes.fromhex("c70424") + noise(4) + bytes.fromhex("c7442448") + noise(4)
              + bytes.fromhex("c7442450") + struct.pack("<I", number) for number in range(300)]  # fmt: skip
    assert fits(code(shapes)) == set()
    assert fits(code([server_function(DRAW, port) for port in PORTS[:4]])) == set(), "four may be chance"
    assert fits(code([server_function(DRAW, port) for port in (*PORTS[:4], 12345)])) == set()
    assert fits(code([server_function(DRAW, port, flag=3) for port in PORTS])) == set()


def test_the_name_of_the_unpacked_library() -> None:
    assert fits(pe("x64", own_name="Y.dll", exports=["DllRegisterServer"])) == {"emotet_core_name"}
    assert fits(pe("x64", own_name="X.dll", exports=["DllRegisterServer"])) == set()
    assert fits(pe("x86", own_name="Y.dll", exports=["DllRegisterServer"])) == set()
    assert fits(pe("x64", own_name="Y.dll", exports=["DllGetClassObject", "DllRegisterServer"])) == set()
    assert fits(pe("x64", own_name="MY.dll", exports=["DllRegisterServer"])) == set()


@pytest.mark.parametrize("codec", ["ascii", "utf-16-le"])
class TestTexts:
    """Decoded texts lie on a heap, in no order, with other things between."""

    def heap(self, texts: list[str], codec: str, gap: int = 300) -> bytes:
        return noise(2000) + b"".join(text.encode(codec) + bytes(16) + noise(gap) for text in texts)

    def test_of_the_64_bit_program(self, codec: str) -> None:
        texts = ["--%S--", "%s_%08X", '%s\\regsvr32.exe "%s\\%s"', "nltest /dclist:"]
        assert fits(self.heap(texts, codec)) == {"emotet_texts_64bit"}
        assert fits(self.heap([*texts[:2], texts[2] + " %s", "WinSta0\\Default"], codec)) == {"emotet_texts_64bit"}

    def test_two_beside_the_command_are_not_enough(self, codec: str) -> None:
        texts = ['%s\\regsvr32.exe "%s\\%s"', "ECDSA_P256", "ECCPUBLICBLOB"]
        assert fits(self.heap(texts, codec)) == set()

    def test_without_the_command_they_are_anybodys(self, codec: str) -> None:
        texts = ["ECDSA_P256", "ECCPUBLICBLOB", "KeyDataBlob", "WinSta0\\Default", "%s_%08X", 'regsvr32.exe /s "%s"']
        assert fits(self.heap(texts, codec)) == set()

    def test_they_must_be_near(self, codec: str) -> None:
        texts = ["--%S--", "%s_%08X", "nltest /dclist:", '%s\\regsvr32.exe "%s\\%s"']
        assert fits(self.heap(texts[:3], codec) + noise(70_000) + self.heap(texts[3:], codec)) == set()

    def test_of_the_32_bit_program(self, codec: str) -> None:
        texts = ['%s\\rundll32.exe "%s\\%s",%s', "Control_RunDLL", '%s\\regsvr32.exe -s "%s"']
        assert fits(self.heap(texts, codec)) == {"emotet_texts_32bit"}
        assert fits(self.heap(texts[:2], codec)) == fits(self.heap(texts[1:], codec)) == set()
        assert fits(self.heap(texts[:2], codec) + noise(70_000) + self.heap(texts[2:], codec)) == set()


def objects(*names: str) -> bytes:
    return noise(99) + b"".join(name.encode("utf-16-le") + bytes(2) + noise(500) for name in names)


def test_kernel_objects_of_one_serial() -> None:
    assert fits(objects(r"Global\I1234ABCD", r"Global\E1234ABCD", r"Global\M1234ABCD")) == {"emotet_kernel_objects"}
    others = [rf"Global\{letter}{number:08X}" for number in (1, 0xFFFFFFFF) for letter in "EIM"]
    assert fits(objects(*others)) == {"emotet_kernel_objects"}
    assert fits(objects(r"Global\I1234ABCD", r"Global\E1234ABCD", r"Global\M1234ABCE")) == set()
    assert fits(objects(r"Global\I1234ABCD", r"Global\E1234ABCE", r"Global\M1234ABCD")) == set()
    assert fits(objects(r"Global\I1234ABCD", r"Global\E1234ABCD", r"Global\E1234ABCD")) == set()
    assert fits(objects(r"Global\i1234abcd", r"Global\e1234abcd", r"Global\m1234abcd")) == set(), "small digits are others'"


def der(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    assert len(body) < 128
    return bytes((tag, len(body))) + body


def attribute(number: int, value: str, tag: int) -> bytes:
    """An AttributeTypeAndValue of X.520 in its own set (RFC 5280 4.1.2.4)."""
    return der(0x31, der(0x30, der(0x06, bytes((0x55, 4, number))), der(tag, value.encode())))


def certificate_name(tag: int, **changed: str) -> bytes:
    told = {"L": "London", "O": "Global Security", "OU": "IT Department", "CN": "example.com", **changed}
    numbers = {"L": 7, "O": 10, "OU": 11, "CN": 3}
    return der(0x30, attribute(6, "GB", 0x13), *(attribute(numbers[key], value, tag) for key, value in told.items()))


@pytest.mark.parametrize("tag", [0x0C, 0x13])
def test_the_name_in_the_certificates_of_2023(tag: int) -> None:
    assert fits(noise(50) + certificate_name(tag) + noise(50)) == {"emotet_server_certificate"}
    assert fits(certificate_name(tag, CN="example.org")) == set()
    assert fits(certificate_name(tag, O="Global Securities")) == set()
    assert fits(b"C=GB, ST=London, L=London, O=Global Security, OU=IT Department, CN=example.com") == set(), "a text about it"


def test_an_empty_program_is_silent() -> None:
    assert fits(program((".text", CODE, bytes(0x3000)), (".data", DATA, bytes(0x3000)))) == set()
    assert fits(b"") == fits(bytes(100_000)) == set()
