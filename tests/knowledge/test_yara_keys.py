"""Emotet's keys and lists of servers: as they lie in a program, in a file and in memory; other people's keys; damaged ones."""

import struct
from random import Random

import pytest
from support.emotet_core import CODE, DATA, ecc_key, locked, old_servers, program, rsa_key, servers
from support.yara_rules import fits

# DOMAIN facts (OALabs research, decoded): the coordinates of the key agreement's and of the signature's key.
KEYS = {
    "emotet_epoch4_key": (
        "f3a335b50e2e2bf43556cd0a4c293e7cf110ddcbb04f20b3fa0220ce4cb60c1e4496beb40ee6c95b9abd4ebd9d8fcfe0105b344c82042602d3baacf1fb9f2c76",
        "405f74b6c4d8dc0c3d1f067a37dcb9f9b7bd5e8a2fa6a1f20fa1790d14e5f531e8b00a1e3c8b3f7b901d26263186657c1aadd9c35cac48f0608718d9743c58f9",
    ),
    "emotet_epoch5_key": (
        "d83593d7638b50c5dfcde169f9b136009b9b543b1636a25d442eb23830d847362eb8d2f48b6ac8d84c7a45441a06fa8f38bedafb00969c842cce1e3680245096",
        "f42f1a83361a27518c24f2caa8ec85ae52595175489406700273aae89ac4287b56090fbc087b80217aa6287e9645b9c3c35c2674cfd8bea2851f7ea7a82d9534",
    ),
}
MAGICS = (b"ECK1", b"ECS1")
OWN = [(rule, bytes.fromhex(key), magic) for rule, pair in KEYS.items() for key, magic in zip(pair, MAGICS, strict=True)]
DRAW = Random(6)
mapped = pytest.mark.parametrize("mapped", [False, True], ids=["file", "memory"])


def noise(size: int) -> bytes:
    return Random(60).randbytes(size)


@pytest.mark.parametrize(("rule", "key", "magic"), OWN)
def test_an_epochs_key_wherever_it_lies(rule: str, key: bytes, magic: bytes) -> None:
    whole = magic + struct.pack("<I", 32) + key
    assert fits(noise(4999) + whole + noise(3000)) == {rule}
    assert fits(whole) == {rule}
    assert fits(noise(77) + key[32:]) == {rule}, "one coordinate, as a library's own object holds it"


@pytest.mark.parametrize(("key", "magic"), [one[1:] for one in OWN])
def test_a_key_that_differs_in_one_bit_of_each_coordinate_is_another(key: bytes, magic: bytes) -> None:
    for bit in (0, 100, 255):
        x, y = (bytearray(key[:32]), bytearray(key[32:]))
        x[bit // 8] ^= 1 << bit % 8
        y[bit // 8] ^= 1 << bit % 8
        assert fits(magic + struct.pack("<I", 32) + x + y) == set()


def test_other_keys_for_the_same_function_of_windows() -> None:
    for magic in (b"ECK1", b"ECS1", b"ECK2", b"ECS3"):
        assert fits(noise(100) + ecc_key(DRAW, magic) + noise(100)) == set()
    assert fits(program((".text", CODE, ecc_key(DRAW)), (".data", DATA, ecc_key(DRAW, b"ECS1")))) == set()


@mapped
@pytest.mark.parametrize("machine", ["x86", "x64"])
@pytest.mark.parametrize("magic", [b"ECK1", b"ECS1"])
@pytest.mark.parametrize("before", [0, 4, 0x7FC, 0xFE0])
def test_a_locked_key_at_the_beginning_of_the_code(mapped: bool, machine: str, magic: bytes, before: int) -> None:
    code = noise(before) + locked(ecc_key(DRAW, magic), DRAW.getrandbits(32)) + noise(0x1800)
    whole = program((".text", CODE, code), (".data", DATA, noise(512)), machine=machine, mapped=mapped)
    assert fits(whole) == {"emotet_locked_ecc_key"}


def test_the_code_need_not_be_the_first_section_nor_bear_its_name() -> None:
    code = locked(ecc_key(DRAW), 0xA1B2C3D4)
    assert fits(program((".rdata", 0x40000040, noise(700)), ("xyz", CODE, code))) == {"emotet_locked_ecc_key"}


@pytest.mark.parametrize(
    "code",
    [
        noise(2) + locked(ecc_key(Random(1)), 0x11223344),  # not at a step of four
        noise(0x2000) + locked(ecc_key(Random(1)), 0x11223344),  # behind the part where the table lies
        locked(ecc_key(Random(1), b"ECK3"), 0x11223344),  # a longer curve
        locked(ecc_key(Random(1))[:-4], 0x11223344),  # another length
        locked(b"ECK1" + bytes(68), 0x11223344),  # the word, and no key
        locked(ecc_key(Random(1)), 0x11223344, step=2),  # locked in another way
        locked(ecc_key(Random(1)), 0x11223344)[4:],  # its key is lost
        ecc_key(Random(1)),
    ],
)
def test_what_is_not_quite_a_locked_key(code: bytes) -> None:
    assert fits(program((".text", CODE, code))) == set()


def test_a_locked_key_outside_of_code_or_of_a_program() -> None:
    blob = locked(ecc_key(DRAW), 0xA1B2C3D4)
    assert fits(blob) == set()
    assert fits(program((".text", CODE, noise(0x2000)), (".rdata", 0x40000040, blob))) == set()
    assert fits(b"ZM" + program((".text", CODE, blob))[2:]) == set()


@pytest.mark.parametrize("cut", [0x40, 0x90, 0x1A0, 0x404, 0x40C])
def test_a_program_that_is_cut_short(cut: int) -> None:
    assert fits(program((".text", CODE, locked(ecc_key(DRAW), 0xA1B2C3D4)))[:cut]) == set()


@pytest.mark.parametrize("at", [0x3C, 0x94, 0x84 + 2])
@pytest.mark.parametrize("value", [b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f"])
def test_headers_that_lie(at: int, value: bytes) -> None:
    data = bytearray(program((".text", CODE, noise(0x1000)), (".data", DATA, noise(0x1000))))
    data[at : at + 4] = value
    assert fits(bytes(data)) == set()


@mapped
@pytest.mark.parametrize("machine", ["x86", "x64"])
@pytest.mark.parametrize("count", [8, 20, 63, 125])
def test_a_locked_list_of_servers_at_the_beginning_of_the_data(mapped: bool, machine: str, count: int) -> None:
    data = locked(servers(DRAW, count), DRAW.getrandbits(32) | 1) + noise(0x400)
    whole = program((".text", CODE, noise(900)), (".data", DATA, data), machine=machine, mapped=mapped)
    assert fits(whole) == {"emotet_locked_servers"}


@pytest.mark.parametrize(
    "data",
    [
        servers(Random(2), 20),  # in the clear
        locked(servers(Random(2), 20), 0),
        locked(servers(Random(2), 7), 0x55667788),  # too few to be sure
        locked(servers(Random(2), 200), 0x55667788),  # more than there ever were
        locked(servers(Random(2), 20)[:-2], 0x55667788),  # no whole entries
        locked(servers(Random(2), 20, flag=2), 0x55667788),
        locked(servers(Random(2), 4) + noise(160), 0x55667788),
        bytes(4) + locked(servers(Random(2), 20), 0x55667788),  # not at the beginning
        struct.pack("<200I", *range(0x401000, 0x401000 + 800, 4)),  # a table of functions
        struct.pack("<I", 0x00401000) * 200,
    ],
)
def test_what_is_not_quite_a_locked_list(data: bytes) -> None:
    assert fits(program((".text", CODE, noise(64)), (".data", DATA, data + bytes(256)))) == set()


@mapped
@pytest.mark.parametrize(("name", "traits"), [(".text", CODE), (".data", DATA)])
@pytest.mark.parametrize("before", [0, 0x1234, 0x3F80])
def test_a_locked_rsa_key(mapped: bool, name: str, traits: int, before: int) -> None:
    content = noise(before) + locked(rsa_key(DRAW), DRAW.getrandbits(32)) + noise(64)
    assert fits(program((name, traits, content), mapped=mapped)) == {"emotet_locked_rsa_key"}


@pytest.mark.parametrize(
    "content",
    [
        locked(rsa_key(Random(3))[:-1] + b"\3", 0x99AABBCC)[:-4],
        locked(bytes.fromhex("3081890281") + noise(135), 0x99AABBCC),  # RSA-1024
        locked(rsa_key(Random(3))[:101] + bytes(5), 0x99AABBCC),  # another exponent
        noise(1) + locked(rsa_key(Random(3)), 0x99AABBCC),
    ],
)
def test_what_is_not_quite_a_locked_rsa_key(content: bytes) -> None:
    assert fits(program((".data", DATA, content))) == set()


def test_a_64_bit_program_never_had_an_rsa_key() -> None:
    assert fits(program((".data", DATA, locked(rsa_key(DRAW), 0x99AABBCC)), machine="x64")) == set()


PORTS = (80, 443, 8080, 7080, 8080, 443, 990, 8080, 50000, 20, 80)


@mapped
@pytest.mark.parametrize("before", [0, 0x520])
def test_a_plain_key_beside_a_plain_list(mapped: bool, before: int) -> None:
    data = noise(before) + old_servers(DRAW, PORTS)
    one = program((".text", CODE, noise(64) + rsa_key(DRAW)), (".data", DATA, data), mapped=mapped)
    assert fits(one) == {"emotet_plain_key_and_servers", "rsa_key_of_768_bits"}


@pytest.mark.parametrize(
    ("key", "data"),
    [
        (rsa_key(Random(4)), noise(4096)),  # the key alone
        (noise(106), old_servers(Random(4), PORTS)),  # the list alone
        (rsa_key(Random(4)), old_servers(Random(4), PORTS[:9])),
        (rsa_key(Random(4)), old_servers(Random(4), (*PORTS[:9], 1234, 80))),
        (rsa_key(Random(4)), servers(Random(4), 20)),  # the list of a later time
        (rsa_key(Random(4)), bytes(4096)),
        (rsa_key(Random(4)), struct.pack("<HHHH", 80, 80, 80, 0) * 40),  # addresses that end in 0
    ],
)
def test_what_is_not_quite_both(key: bytes, data: bytes) -> None:
    assert fits(program((".text", CODE, key), (".data", DATA, data))) <= {"rsa_key_of_768_bits"}


def test_a_short_rsa_key_is_a_hint() -> None:
    assert fits(noise(777) + rsa_key(DRAW) + noise(20)) == {"rsa_key_of_768_bits"}
    whole = rsa_key(DRAW)
    assert fits(noise(20) + whole[:-3] + b"\0\1\0") == set(), "another exponent"
    assert fits(noise(20) + bytes.fromhex("3081890281810080") + noise(127) + bytes.fromhex("0203010001")) == set(), "RSA-1024"
    assert fits(whole[:80]) == set()
