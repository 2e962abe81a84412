"""Encrypted documents: which passwords are tried, where the one that fitted is from, and what is told where none did."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.inside import ORIGIN, blob_of, content, inside
from support.office import ooxml_writer as w
from support.office.ole_writer import compound_file
from support.public_data import labelled

from mimawari.formats.budget import Budget
from mimawari.formats.kept import Kept
from mimawari.formats.office import decrypt
from mimawari.formats.office.ooxml import FORMAT as OOXML
from mimawari.model import BadEvidence, Blob, OfficeDocument, Reason

# The library does not encrypt packages of less than a sector of 4096 bytes rightly; Office writes none so small.
PLAIN = w.package("docx", w.page(w.run("secret")), {"customXml/item1.xml": bytes(random.Random(1).randbytes(6000))})
LOCKED = w.encrypted(PLAIN, "invoice2022")
NONE = ("encrypted", "encrypted, and no known password fits")


def opened(data: bytes, *passwords: str, common: tuple[str, ...] = ()) -> list[Blob]:
    blob = blob_of(data, "a.docx", passwords)
    return [one for one in decrypt.FORMAT.open(blob, Budget(passwords=common)) if isinstance(one, Blob)]


def test_a_password_of_the_mail_fits() -> None:
    [found] = opened(LOCKED, "x", "invoice2022")
    assert content(found) == PLAIN
    assert (found.name, found.within) == ("a.docx", ("office-mail-encrypted",))
    [document] = [one for one in OOXML.open(found, Budget()) if isinstance(one, OfficeDocument)]
    assert (document.text, document.opened_with, document.was_encrypted) == ("secret", "mail", True)


def test_a_common_one_fits_and_the_default_is_tried_without_asking() -> None:
    assert opened(LOCKED, common=("1234", "invoice2022"))[0].within == ("office-common-encrypted",)
    assert opened(w.encrypted(PLAIN, "VelvetSweatshop"))[0].within == ("office-default-encrypted",)


def test_none_fits() -> None:
    assert inside(decrypt.FORMAT, LOCKED, "a.docx", ("Invoice2022", "invoice202")).gaps == [NONE]


def test_at_most_fifty_are_tried_those_of_the_mail_first() -> None:
    blob = Blob(ORIGIN, "a", Kept.of(b""), passwords=("mine", "", "x" * 300))
    tried = decrypt.candidates(blob, Budget(passwords=tuple(map(str, range(100)))))
    assert len(tried) == 50
    assert tried[:4] == [("VelvetSweatshop", "default"), ("/01Hannes Ruescher/01", "default"), ("mine", "mail"), ("0", "common")]


def test_powerpoints_own_password_is_not_tried_on_what_bears_the_name_of_word_or_excel() -> None:
    tried = {
        name: [word for word, _ in decrypt.candidates(Blob(ORIGIN, name, Kept.of(b"")), Budget())]
        for name in ("a.docm", "a.XLSX", "a.pptx", "a")
    }
    both = ["VelvetSweatshop", "/01Hannes Ruescher/01"]
    assert tried == {"a.docm": both[:1], "a.XLSX": both[:1], "a.pptx": both, "a": both}


@pytest.mark.parametrize("within", [(), ("zip",), ("office-mail-encrypted", "zip"), ("zip-encrypted",)])
def test_only_the_encryption_right_around_a_document_is_its_own(within: tuple[str, ...]) -> None:
    assert decrypt.opened_with(Blob(ORIGIN, "a", Kept.of(b""), within=within)) == ""


def encryption(info: bytes) -> bytes:
    return compound_file({"EncryptionInfo": b"\4\0\4\0\x40\0\0\0" + info, "EncryptedPackage": bytes(5000)})


@pytest.mark.parametrize(
    ("info", "detail"),
    [
        (b'<e spinCount="10000000"/>', "encrypted, and a password costs more than 1000000 rounds to try"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><e/>', "encrypted, and the data on its encryption are damaged"),
        (b"<e>" + b"x" * 70_000, "encrypted, and the data on its encryption are damaged"),
    ],
)
def test_what_would_cost_too_much_is_not_tried(info: bytes, detail: str) -> None:
    assert inside(decrypt.FORMAT, encryption(info)).gaps == [("encrypted", detail)]


def test_rights_management_and_other_compound_files() -> None:
    rights = compound_file({"EncryptedPackage": bytes(5000)})
    assert inside(decrypt.FORMAT, rights).gaps == [("encrypted", "protected by rights management")]
    other = inside(decrypt.FORMAT, compound_file({"WordDocument": bytes(5000)}))
    assert (other.gaps, other.blobs, other.artifacts) == ([], [], [])


PUBLIC = "oletools/{}-encrypt-standardpassword.{}"


@pytest.mark.parametrize("name", [PUBLIC.format("dde-test", end) for end in ("xlsx", "xlsm", "xlsb")])
def test_public_workbooks_with_the_default_password(name: str) -> None:
    # What oletools' own test tries on them (msodde): Excel's default password, SHA-1 agile.
    [found] = opened(labelled("office_inert")[name].read_bytes())
    assert found.within == ("office-default-encrypted",)
    assert inside(OOXML, content(found)).one(OfficeDocument).application == "excel"


@pytest.mark.parametrize(
    ("label", "name", "password", "origin"),
    [
        ("office_inert", "oletools/dde-test-encrypt-standardpassword.xls", "", "default"),
        ("office_inert", "strelka/test_password.doc", "Password1!", "mail"),
        ("office_benign", "tika/password.xls", "password", "mail"),
    ],
)
def test_public_older_documents(label: str, name: str, password: str, origin: str) -> None:
    blob = blob_of(labelled(label)[name].read_bytes(), name, (password,))
    found, told = decrypt.decrypted(blob, Budget())
    assert told == origin
    assert found.size == blob.content.size


@pytest.mark.parametrize("name", ["encrypted.doc", "encrypted.xls", "encrypted.ppt"])
def test_public_older_documents_that_no_password_opens(name: str) -> None:
    blob = blob_of(labelled("office_inert")[f"oletools/{name}"].read_bytes(), name)
    with pytest.raises(BadEvidence) as caught:
        decrypt.decrypted(blob, Budget())
    assert caught.value.reason is Reason.ENCRYPTED


@settings(max_examples=30, deadline=None, derandomize=True)
@given(cut=st.integers(512, len(LOCKED)), at=st.integers(0, len(LOCKED) - 1), byte=st.integers(0, 255))
def test_damaged_ones_are_told_or_opened(cut: int, at: int, byte: int) -> None:
    spoilt = bytearray(LOCKED[:cut])
    if at < cut:
        spoilt[at] = byte
    inside(decrypt.FORMAT, bytes(spoilt), "a.docx", ("invoice2022",))
