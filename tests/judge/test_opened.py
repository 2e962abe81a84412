"""Was it opened? What agrees makes suspected of both and never infected; what only looks alike is left alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import process_time

import pytest
from support.core import Eight, Seven

from mimawari.detectors.attachment_opened import AttachmentOpened
from mimawari.detectors.macros_allowed import MacrosAllowed
from mimawari.engine.ledger import collect
from mimawari.judge.names import is_usual, originals, plain
from mimawari.judge.opened import Opening, openings, raised
from mimawari.model import Delivery, Finding, Letter, Level, Origin, ReadFinding, Report, Source, Strength, Trait, Words

MAIL = ("受信トレイ", "4711", "<1@example.com>")
CAME, OPENED = "2022-03-14T16:30:00+09:00", "2022-03-14T08:00:00Z"


@dataclass(frozen=True, kw_only=True, eq=False)
class BadDocument(Delivery):
    strength: Strength = Strength.STRONG
    words: Words = Words(en="bad {file}", ja="悪い {file}")
    file: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Lure(Trait):
    strength: Strength = Strength.STRONG
    words: Words = Words(en="lure {bait}", ja="誘い {bait}")
    bait: str = ""


def mailbox(*findings: Finding, letters: tuple[Letter, ...] = (Letter(MAIL, CAME, "a@example.com", "Re: 請求"),)) -> Source:
    part = replace(collect(findings, "box", "all", "1"), letters=letters)
    return Source("box", "inbox.mbox", "mbox", ought=("message",), parts=(part,))


def bad(*way: str, mail: tuple[str, ...] = MAIL) -> BadDocument:
    return BadDocument(origin=Origin("box", "inbox.mbox", (*mail, *way)), file=way[-1] if way else "")


def opened(name: str, container: str = "", when: str | None = OPENED, user: str = "hanako") -> AttachmentOpened:
    path = rf"C:\Users\{user}\AppData\Local\Temp\{name}"
    return AttachmentOpened(
        origin=Origin("PC1-1", "pc1", (path,)), seen_at=when, user=user, name=name, file=path, container=container,
        program="Outlook", came="mail", traces="copy", hosts="", size=None,
    )  # fmt: skip


def pc(*findings: Finding) -> Source:
    part = collect(findings, "PC1-1", "opened", "1")
    return Source("PC1-1", "pc1", "folder", host="PC1", ought=("file",), parts=(part,))


def joined(*sources: Source) -> tuple[Opening, ...]:
    return openings(Report.of(sources))


def test_the_attachment_was_opened() -> None:
    (one,) = joined(mailbox(bad("INV-20220314-77.xlsm")), pc(opened("INV-20220314-77.xlsm")))
    assert (one.host, one.mailbox[0], one.pc[0], one.others, one.is_archive) == ("PC1", "box", "PC1-1", 0, False)
    assert one.letter is not None
    assert one.letter.path == MAIL
    assert one.words.en == (
        "“INV-20220314-77.xlsm”, by its name what a malicious mail brought, was opened on PC1 by hanako (2022-03-14 08:00 UTC)."
    )
    assert "PC1 で hanako によって開かれた" in one.words.ja


@pytest.mark.parametrize(
    "name",
    [
        "inv-20220314-77.XLSM",
        "ＩＮＶ－20220314-77.xlsm",
        "INV-20220314-77 (1).xlsm",
        "INV-20220314-77(2).xlsm",
        "INV-20220314-77[1926].xlsm",
        "INV-20220314-77 (002).xlsm",
        "INV-20220314-77 - コピー.xlsm",
        "INV-20220314-77 - コピー (2).xlsm",
        "INV-20220314-77 - Copy.xlsm",
        "INV-20220314-77 (002) (1).xlsm",
        "INV-20220314-77.xlsm. ",
    ],
)
def test_a_name_as_programs_change_it(name: str) -> None:
    assert len(joined(mailbox(bad("INV-20220314-77.xlsm")), pc(opened(name)))) == 1


@pytest.mark.parametrize(
    "name",
    ["INV-20220314-78.xlsm", "INV-20220314-77.xls", "INV-20220314-77", "xINV-20220314-77.xlsm", "INV-20220314-77.xlsm.lnk", ""],
)
def test_another_name_is_another_file(name: str) -> None:
    assert joined(mailbox(bad("INV-20220314-77.xlsm")), pc(opened(name))) == ()


def test_a_copy_s_number_counts_where_the_mail_had_it() -> None:
    """``資料作成 (1).doc`` of the mail was not opened where only ``資料作成.doc`` was."""
    box = mailbox(bad("資料作成 (1).doc"))
    assert joined(box, pc(opened("資料作成.doc"))) == ()
    assert len(joined(box, pc(opened("資料作成 (1).doc")))) == 1
    assert len(joined(box, pc(opened("資料作成 (1) (1).doc")))) == 1


def test_what_windows_forbids_in_names() -> None:
    assert len(joined(mailbox(bad('Re: "注文"の確認?.doc')), pc(opened("Re_ _注文_の確認_.doc")))) == 1


def test_out_of_an_archive() -> None:
    box = mailbox(bad("20220314_101.zip", "0314.lnk"))
    (inner,) = joined(box, pc(opened("0314.lnk", "20220314_101.zip", when=None)))
    assert not inner.is_archive
    assert "(" not in inner.words.en
    (outer,) = joined(box, pc(opened("20220314_101.zip")))
    assert outer.is_archive


def test_the_bait_of_a_lure() -> None:
    lure = Lure(origin=Origin("box", "inbox.mbox", MAIL), bait="2022-03-14_1657.zip")
    assert len(joined(mailbox(lure), pc(opened("2022-03-14_1657.zip")))) == 1
    link = replace(lure, bait="https://example.com/wp-content/x")
    assert joined(mailbox(link), pc(opened("x.doc"))) == ()


@pytest.mark.parametrize(
    ("name", "usual"),
    [
        ("請求書.doc", True), ("invoice.doc", True), ("Invoice_02.doc", True), ("注文書(3).xls", True), ("0314.xlsm", True),
        ("20220314.zip", True), ("a1.doc", True), ("scan0001.doc", True), ("見積 2.xls", True), ("doc.doc", True),
        ("abc.doc", True), ("ab12.doc", True), ("ab20220314.doc", False), ("abcd.doc", False),
        ("請求書_20220314.xlsm", False), ("INV-20220314-77.xlsm", False), ("20220314_101.zip", False), ("click.wsf", False),
        ("株式会社さくら御中.doc", False), ("press to unblock document.vbs", False), ("山田花子.xls", False),
    ],
)  # fmt: skip
def test_usual_names(name: str, usual: bool) -> None:
    assert is_usual(plain(name)) is usual


def test_a_usual_name_alone_joins_nothing() -> None:
    box = mailbox(bad("添付.zip", "請求書.doc"))
    assert joined(box, pc(opened("請求書.doc", when=None))) == ()
    assert joined(box, pc(opened("請求書.doc", "写真.zip", when=None))) == ()
    assert joined(box, pc(opened("請求書.doc", when="2022-05-30T08:00:00Z"))) == (), "months later"
    assert len(joined(box, pc(opened("請求書.doc", "添付 (1).zip", when=None)))) == 1
    assert len(joined(box, pc(opened("請求書.doc", when="2022-03-20T08:00:00Z")))) == 1


def test_a_usual_name_in_a_mail_without_a_date() -> None:
    box = mailbox(bad("請求書.doc"), letters=(Letter(MAIL, ""),))
    assert joined(box, pc(opened("請求書.doc"))) == ()
    box = mailbox(bad("請求書.doc"), letters=(Letter(MAIL, "2022-03-14T16:30:00"),))
    assert joined(box, pc(opened("請求書.doc"))) == (), "without its zone it is no moment"


def test_what_was_opened_before_the_mail_came_was_not_the_mail_s() -> None:
    box = mailbox(bad("INV-20220314-77.xlsm"))
    assert joined(box, pc(opened("INV-20220314-77.xlsm", when="2022-03-12T08:00:00Z"))) == ()
    assert len(joined(box, pc(opened("INV-20220314-77.xlsm", when="2022-03-13T20:00:00Z")))) == 1, "clocks are not exact"


def test_the_last_of_several_mails_is_named_and_the_others_are_counted() -> None:
    second = ("受信トレイ", "9999", "<2@example.com>")
    letters = (Letter(MAIL, CAME), Letter(second, "2022-03-14T16:50:00+09:00"))
    box = mailbox(bad("INV-20220314-77.xlsm"), bad("INV-20220314-77.xlsm", mail=second), letters=letters)
    (one,) = joined(box, pc(opened("INV-20220314-77.xlsm")))
    assert one.letter is not None
    assert (one.letter.path, one.others) == (second, 1)


def test_a_mail_given_as_a_file() -> None:
    part = collect([BadDocument(origin=Origin("f", "a.eml", ("INV-20220314-77.xlsm",)))], "f", "all", "1")
    mail = Source("f", "a.eml", "single-file", ought=("content",), parts=(part,))
    (one,) = joined(mail, pc(opened("INV-20220314-77.xlsm")))
    assert one.letter is None


def test_the_document_itself_given_as_a_file() -> None:
    part = collect([BadDocument(origin=Origin("f", "seized/INV-20220314-77.xlsm"))], "f", "all", "1")
    document = Source("f", "seized/INV-20220314-77.xlsm", "single-file", ought=("content",), parts=(part,))
    assert len(joined(document, pc(opened("INV-20220314-77.xlsm")))) == 1


def test_what_is_no_malicious_delivery_joins_nothing() -> None:
    hint = replace(bad("INV-20220314-77.xlsm"), strength=Strength.HINT)
    of_host = Seven(origin=Origin("box", "inbox.mbox", (*MAIL, "INV-20220314-77.xlsm")))
    assert joined(mailbox(hint, of_host), pc(opened("INV-20220314-77.xlsm"))) == ()
    assert joined(mailbox(bad("INV-20220314-77.xlsm")), pc(Eight(origin=Origin("PC1-1", "pc1")))) == ()
    assert joined(mailbox(bad("INV-20220314-77.xlsm"))) == ()


def test_the_place_of_a_mail_is_no_name_of_a_file() -> None:
    mail = ("INV-20220314-77.xlsm", "9", "<a.doc>")
    box = mailbox(bad("other-thing.doc", mail=mail), letters=(Letter(mail, CAME),))
    assert joined(box, pc(opened("INV-20220314-77.xlsm"))) == ()


def test_macros_allowed_and_findings_read_back() -> None:
    allowed = MacrosAllowed(
        origin=Origin("PC1-1", "pc1", ("HKU", "x")), user="hanako", name="INV-20220314-77.xlsm", file="x", came="mail", size=None
    )
    given = tuple(sorted(allowed.facts.items()))
    read = ReadFinding(
        origin=allowed.origin, strength=allowed.strength, words=allowed.sentence, name=allowed.kind, given=given, seen_at=OPENED
    )
    for finding in (allowed, read):
        assert len(joined(mailbox(bad("INV-20220314-77.xlsm")), pc(finding))) == 1


def test_levels_rise_to_suspected_and_no_further() -> None:
    box, host = mailbox(bad("INV-20220314-77.xlsm")), pc(opened("INV-20220314-77.xlsm"))
    found = joined(box, host)
    for before, after in (
        (Level.NO_SIGN, Level.SUSPECTED),
        (Level.UNDETERMINED, Level.SUSPECTED),
        (Level.SUSPECTED, Level.SUSPECTED),
        (Level.INFECTED, Level.INFECTED),
    ):
        levels = {box.key: Level.EXPOSED, host.key: before, ("other", "", "", ""): Level.NO_SIGN}
        assert raised(levels, found) == {box.key: Level.EXPOSED, host.key: after, ("other", "", "", ""): Level.NO_SIGN}
    assert raised({box.key: Level.EXPOSED}, ()) == {box.key: Level.EXPOSED}


def test_a_name_that_only_the_finding_tells() -> None:
    told = replace(bad(), file="INV-20220314-77.xlsm")
    assert len(joined(mailbox(told), pc(opened("INV-20220314-77.xlsm")))) == 1


def test_a_file_is_not_its_own_archive() -> None:
    """A usual name agrees with the archive that it was opened out of only where that is another thing."""
    assert joined(mailbox(bad("data.zip")), pc(opened("data.zip", "data.zip", when=None))) == ()


def test_a_pc_without_a_name_is_told_by_its_place() -> None:
    nameless = replace(pc(opened("INV-20220314-77.xlsm")), host="")
    (one,) = joined(mailbox(bad("INV-20220314-77.xlsm")), nameless)
    assert one.host == nameless.place


def test_the_order_of_sources_does_not_count() -> None:
    box, host = mailbox(bad("INV-20220314-77.xlsm")), pc(opened("INV-20220314-77.xlsm"), opened("INV-20220314-77 (1).xlsm"))
    assert joined(box, host) == joined(host, box)
    assert len(joined(box, host)) == 2
    other = replace(host, id="PC2-1", host="PC2")
    assert openings(Report((other, host, box))) == openings(Report((box, host, other)))


def test_names_of_any_kind() -> None:
    for name in ("", ".", "(1).doc", "..doc", "/", "a" * 5_000 + ".doc", "\0.doc", "\ud800.doc"):
        assert originals(name)
    assert originals("(1).doc") == ("(1).doc",)


def test_many_of_one_name_take_little_time() -> None:
    letters = tuple(Letter(("b", str(at)), f"2022-03-{1 + at % 28:02}T00:00:00Z") for at in range(3_000))
    box = mailbox(*(bad("INV-20220314-77.xlsm", mail=letter.path) for letter in letters), letters=letters)
    host = pc(*(opened("INV-20220314-77.xlsm", user=f"u{at}", when="2022-05-01T00:00:00Z") for at in range(60)))
    start = process_time()
    found = joined(box, host)
    assert {one.others for one in found} == {2_999}
    assert process_time() - start < 20
