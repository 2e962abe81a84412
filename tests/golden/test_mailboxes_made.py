"""The generated mailboxes themselves, read by other people's parsers: what the golden tests of mailboxes rest on."""

from __future__ import annotations

import email
import email.header
import email.policy
import hashlib
import io
import mailbox
import os
import re
import subprocess
import sys
import unicodedata
import zipfile
import zlib
from collections import Counter
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path

import olefile
import pytest
import pyzipper
from support.mailboxes import writers
from support.mailboxes.box import mails
from support.mailboxes.campaigns import PERIODS
from support.mailboxes.charsets import MS, decoded, encoded
from support.mailboxes.planted import Planted

SIZES = {"honest": 420, "lures": 130, "near": 200}


@pytest.fixture(scope="module")
def box() -> list[Planted]:
    return list(mails("made", **SIZES))


def attached(mail: Planted) -> dict[str, bytes]:
    """Its files, as Python's own parser reads them; a name in raw bytes by its place."""
    found = {}
    for number, part in enumerate(email.message_from_bytes(mail.content, policy=email.policy.default).walk()):
        if part.get_content_disposition() == "attachment":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                found[part.get_filename() or str(number)] = content
    return found


@cache
def said(mail: Planted) -> str:
    """What its texts say, in narrow signs."""
    return unicodedata.normalize("NFKC", written(mail))


def written(mail: Planted) -> str:
    """What its texts say, as they stand."""
    texts = []
    for part in email.message_from_bytes(mail.content, policy=email.policy.compat32).walk():
        raw = part.get_payload(decode=True)
        if part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment" and isinstance(raw, bytes):
            texts.append(decoded(raw, part.get_content_charset() or "utf-8"))
    return "\n".join(texts)


def test_the_numbers_are_those_asked_for_in_the_order_of_time(box: list[Planted]) -> None:
    counts = Counter(mail.label for mail in box)
    assert (counts["lure"], counts["near"], counts["honest"] + counts["beside"]) == (130, 200, 420)
    assert [mail.moment for mail in box] == sorted(mail.moment for mail in box)
    assert len({mail.content for mail in box}) == len({mail.message_id for mail in box}) == len(box)
    assert {mail.folder for mail in box} == {"INBOX", "Sent"}


def test_every_plan_of_every_period_comes_up() -> None:
    planned = {plan.carrier for period in PERIODS for plan in period.plans}
    assert {mail.carrier for mail in mails(0, honest=250, near=0) if mail.label == "lure"} == planned
    assert len(planned) >= 12


def test_nothing_of_a_lure_is_said_of_other_mails(box: list[Planted]) -> None:
    for mail in box:
        if mail.label in ("honest", "near"):
            assert (mail.family, mail.expect_level, mail.gap, mail.carrier) == (None, "no-sign", "", "")
        if mail.label == "lure":
            assert (mail.expect_level, mail.family) in (("exposed", "emotet"), ("exposed", None), ("suspected", None))


def test_python_reads_each_mail_as_it_was_meant(box: list[Planted]) -> None:
    for mail in box:
        found = email.message_from_bytes(mail.content, policy=email.policy.compat32)
        assert found["Message-ID"] == mail.message_id
        assert not found.defects and b"\r" not in mail.content, mail.kind
        raw = email.header.decode_header(found["Subject"].replace("\n", ""))
        shown = "".join(piece if isinstance(piece, str) else decoded(piece, charset or "us-ascii") for piece, charset in raw)
        assert shown.strip() == mail.subject.strip()
        assert all(not part.defects for part in found.walk()), (mail.kind, [part.defects for part in found.walk()])


@pytest.mark.parametrize("text", ["日本語とABC", "漢字かな交じり文、記号－～", "亜唖娃阿", "瑤遙"])
def test_the_charset_of_our_own_writing_is_pythons_where_python_has_it(text: str) -> None:
    common = "".join(sign for sign in text if sign not in "－～瑤遙")
    assert encoded(common, MS) == common.encode("iso2022_jp")
    assert decoded(encoded(text, MS), "iso-2022-jp") == text


def test_the_signs_of_windows_are_where_nec_put_them() -> None:
    """① is 0x2D21, ㈱ 0x2D6A, № 0x2D62; half-width ｱ is 0x31 behind ESC ( I."""
    assert encoded("①㈱№ｱ", MS) == b"\x1b$B\x2d\x21\x2d\x6a\x2d\x62\x1b(I\x31\x1b(B"
    assert decoded(encoded("①㈱№ｱ", MS), "ISO-2022-JP") == "①㈱№ｱ"


def test_a_stolen_quotation_is_of_a_mail_that_lies_in_the_mailbox(box: list[Planted]) -> None:
    """A number or a price that it tells stands in an earlier mail as well."""
    earlier: list[str] = []
    looked = 0
    for mail in box:
        text = said(mail)
        if mail.label == "lure" and mail.expect_level == "suspected" and "<" in text and not mail.kind.endswith("again"):
            facts = re.findall(r"[A-Z]\d{5}|\d{2,4},\d{3}円|\d+,\d{3} JPY", text)
            looked += bool(facts)
            assert not facts or any(fact in before for fact in facts for before in earlier), mail.message_id
        earlier.append(text)
    assert looked > 5


def opens(archive: bytes, secret: str) -> bool:
    """Whether *secret* opens it, by pyzipper."""
    with pyzipper.AESZipFile(io.BytesIO(archive)) as found:
        try:
            found.setpassword(secret.encode())
            return found.testzip() is None
        except (RuntimeError, zlib.error, zipfile.BadZipFile):
            return False


def locked(mail: Planted) -> list[bytes]:
    zips = [data for data in attached(mail).values() if data.startswith(b"PK\3\4")]
    return [data for data in zips if any(row.flag_bits & 1 for row in pyzipper.AESZipFile(io.BytesIO(data)).infolist())]


def words(text: str) -> set[str]:
    """Those that look like a password at all."""
    found = set(re.findall(r"[A-Za-z0-9!#$%]{3,14}", text))
    return {word for word in found if re.search(r"\d", word) or re.fullmatch("[A-Z]{9}", word)}


def test_each_locked_archive_opens_with_a_word_of_its_mail_or_of_one_beside_it(box: list[Planted]) -> None:
    """With none where it stands in a picture only."""
    ways = Counter[str]()
    for number, mail in enumerate(box):
        for archive in locked(mail):
            here = any(opens(archive, word) for word in words(said(mail)))
            around = (*box[number + 1 : number + 9], *box[max(0, number - 8) : number])
            following = [one for one in around if one.sender.partition("@")[2] == mail.sender.partition("@")[2]]
            there = any(opens(archive, word) for one in following for word in words(said(one)))
            way = "here" if here else "next" if there else "nowhere"
            ways[way] += 1
            assert (way == "nowhere") == (mail.gap == "encrypted"), (mail.kind, way)
            if mail.label == "lure" and way != "nowhere":
                assert way == ("next" if "(next)" in mail.kind else "here"), mail.kind
    assert min(ways["here"], ways["next"], ways["nowhere"]) >= 5, ways


def test_full_width_passwords_are_full_width(box: list[Planted]) -> None:
    wide = [mail for mail in box if "(wide)" in mail.kind and "again" not in mail.kind]
    raw = [written(mail) for mail in wide]
    assert len(raw) >= 5
    assert all(re.search("[０-９ａ-ｚＡ-Ｚ]{3}", text) for text in raw)


def test_the_same_seed_gives_the_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib; from support.mailboxes.box import mails; d = hashlib.sha256()\n"
        "for m in mails('same', honest=120, lures=60, near=60): d.update(m.content)\nprint(d.hexdigest())"
    )
    tests = Path(__file__).resolve().parents[1]
    path = os.pathsep.join((str(tests), str(tests.parent / "src")))
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "77", "TZ": "America/New_York"}
    there = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True).stdout.strip()
    here = hashlib.sha256(b"".join(mail.content for mail in mails("same", honest=120, lures=60, near=60))).hexdigest()
    assert there == here
    other = hashlib.sha256(b"".join(mail.content for mail in mails("other", honest=120, lures=60, near=60))).hexdigest()
    assert other != here


@pytest.mark.parametrize("dialect", [one for one in writers.DIALECTS if one != "mboxcl2"])
def test_python_counts_the_mails_of_each_dialect(dialect: str, tmp_path: Path, box: list[Planted]) -> None:
    assert list(writers.mbox(tmp_path / "box", box, dialect)) == box
    with closing(mailbox.mbox(tmp_path / "box")) as found:
        assert [one["Message-ID"] for one in found] == [mail.message_id for mail in box]


def test_mboxcl2_escapes_nothing_and_counts(tmp_path: Path, box: list[Planted]) -> None:
    list(writers.mbox(tmp_path / "box", box, "mboxcl2"))
    rest, found = (tmp_path / "box").read_bytes(), 0
    while rest:
        assert rest.startswith(b"From ")
        head, _, body = rest.partition(b"\n\n")
        size = int(re.findall(rb"^Content-Length: (\d+)$", head, re.MULTILINE)[0])
        rest, found = body[size:].removeprefix(b"\n"), found + 1
    assert found == len(box)


@pytest.mark.parametrize(
    ("dialect", "written"),
    [
        ("mboxo", b"\n>From a\n>From b\n>>From c\n"), ("mboxrd", b"\n>From a\n>>From b\n>>>From c\n"),
        ("mboxcl", b"\n>From a\n>From b\n>>From c\n"), ("mboxcl2", b"\nFrom a\n>From b\n>>From c\n"),
    ],
)  # fmt: skip
def test_the_dialects_differ_where_a_line_begins_with_from(
    dialect: str, written: bytes, tmp_path: Path, box: list[Planted]
) -> None:
    mail = replace(box[0], content=b"Subject: x\n\nFrom a\n>From b\n>>From c\n")
    list(writers.mbox(tmp_path / "box", [mail], dialect))
    assert (tmp_path / "box").read_bytes().endswith(b"\n" + written + b"\n")


def test_the_mails_have_such_lines(box: list[Planted]) -> None:
    content = b"".join(mail.content for mail in box)
    assert b"\nFrom next week" in content and b"\n>From " in content


def test_python_reads_the_maildir(tmp_path: Path, box: list[Planted]) -> None:
    list(writers.maildir(tmp_path / "mail", box))
    found = mailbox.Maildir(tmp_path / "mail", create=False)
    assert found.list_folders() == ["Sent"]
    ids = {one["Message-ID"] for one in found} | {one["Message-ID"] for one in found.get_folder("Sent")}
    assert ids == {mail.message_id for mail in box}


def test_olefile_finds_in_each_msg_what_the_mail_has(tmp_path: Path, box: list[Planted]) -> None:
    some = [mail for mail in box if mail.label != "honest"][::5]
    list(writers.outlook(tmp_path / "msg", some))
    files = sorted(path for path in (tmp_path / "msg").rglob("*.msg"))
    assert len(files) == len(some)
    by_number = {int(path.name.split()[0]): path for path in files}
    for number, mail in enumerate(some):
        with olefile.OleFileIO(by_number[number]) as ole:
            text = ole.openstream("__substg1.0_1035001F").read().decode("utf-16-le")
            assert text == mail.message_id
            assert ole.openstream("__substg1.0_0037001F").read().decode("utf-16-le").strip() == mail.subject.strip()
            stored = [path for path in ole.listdir() if path[-1] == "__substg1.0_37010102"]
            kept = {ole.openstream(path).read() for path in stored}
            assert set(attached(mail).values()) <= kept


def test_weight_makes_mails_as_heavy_as_asked_for() -> None:
    sizes = [len(mail.content) for mail in mails(1, honest=280, lures=0, near=20, weight=44_000)]
    assert 35_000 < sum(sizes) / len(sizes) < 53_000


def test_a_mailbox_of_any_size_begins_at_once() -> None:
    """Nothing is made before it is asked for."""
    many = mails(1, honest=10**9, lures=10**6, near=10**6)
    assert [next(many).label for _ in range(20)]
