"""Keys from passwords, by the vectors that ``msoffcrypto`` publishes with its own two functions."""

from mimawari.formats.office.spinning import agile_key, standard_key

AGILE = {
    "passwordSalt": b"Lr]E\xdca\x0f\x93\x94\x12\xa0M\xa7\x91\x04f",
    "passwordHashAlgorithm": "SHA512",
    "encryptedKeyValue": b"\xa1l\xd5\x16Zz\xb9\xd2q\x11>\xd3\x86\xa7\x8c\xf4\x96\x92\xe8\xe5'\xb0\xc5\xfc\x00U\xed\x08\x0b|\xb9K",
    "spinValue": 100_000,
    "passwordKeyBits": 256,
}
AGILE_KEY = b"@ f\t\xd9\xfa\xad\xf2K\x07j\xeb\xf2\xc45\xb7B\x92\xc8\xb8\xa7\xaa\x81\xbcg\x9b\xe8\x97\x11\xb0*\xc2"
STANDARD = {
    "header": {"keySize": 128},
    "verifier": {"salt": b"\xe8\x82fI\x0c[\xd1\xee\xbd+C\x94\xe3\xf80\xef"},
}
STANDARD_KEY = b"@\xb1:q\xf9\x0b\x96n7T\x08\xf2\xd1\x81\xa1\xaa"


def test_agile() -> None:
    assert agile_key("Password1234_", AGILE) == AGILE_KEY
    assert agile_key("Password1234", AGILE) != AGILE_KEY


def test_more_rounds_than_are_counted_out_beforehand() -> None:
    # No vector of so many is published: the same by the letter of MS-OFFCRYPTO 2.3.4.11, with the library's own last step.
    from msoffcrypto.method.ecma376_agile import ECMA376Agile

    info = AGILE | {"spinValue": 100_050, "passwordHashAlgorithm": "SHA1", "passwordKeyBits": 128}
    given = (info["passwordSalt"], "SHA1", info["encryptedKeyValue"], 100_050, 128)
    assert agile_key("a", info) == ECMA376Agile.makekey_from_password("a", *given)


def test_standard() -> None:
    assert standard_key("Password1234_", STANDARD) == STANDARD_KEY
    assert standard_key("Password1234", STANDARD) != STANDARD_KEY
