"""A mailbox in the engine: each mail by itself, and some once more when the others are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import pytest
from support.carriers.mails import with_aes
from support.mail_source import mailbox
from support.odd_mails import Odd, mail, odd_detector

from mimawari import app, detectors, sources
from mimawari.engine import Settings, tasks
from mimawari.model import Blob, Gap, Item, Level, Origin, Reason, Source
from mimawari.sources import Seen, Survey


class Check(Protocol):
    def __call__(self, mails: list[bytes], pieces: int = 1) -> tuple[Source, list[Item]]: ...


NOTE = "見積書\n合計 12,000円\n".encode()


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Check:
    def run(mails: list[bytes], pieces: int = 1) -> tuple[Source, list[Item]]:
        kind = mailbox(mails, pieces)
        monkeypatch.setattr(sources, "load", lambda: {kind.name: kind})
        told: list[Item] = []
        (source,) = app.check([app.Evidence(str(tmp_path))], Settings(reraise=True), jobs=0, told=told.append)
        return source, told

    return run


def levels(items: list[Item]) -> dict[str, Level]:
    return {item.letter.message_id: app.level_of_item(item) for item in items}


def test_every_mail_is_told_once_with_what_it_says(check: Check) -> None:
    source, told = check([mail(number) for number in range(7)], pieces=3)
    assert sorted(item.letter.message_id for item in told) == [f"<{number}@example.com>" for number in range(7)]
    first = min(told, key=lambda item: item.letter.path)
    assert (first.letter.date, first.letter.subject) == ("2022-03-01T10:00:00+09:00", "mail 0")
    assert set(levels(told).values()) == {Level.NO_SIGN}
    assert source.looked_at["message"] == 7
    assert app.level_of(source) is Level.NO_SIGN


def test_a_password_in_the_next_mail_opens_the_archive(check: Check) -> None:
    locked = mail(1, file=with_aes({"a.txt": NOTE}, "Xy7-92kq"))
    source, told = check([mail(0), locked, mail(2, text="先ほどのファイルのパスワードは Xy7-92kq です。\n"), mail(3)], pieces=2)
    assert len(told) == 4
    assert levels(told)["<1@example.com>"] is Level.NO_SIGN
    assert not [gap for gap in source.gaps if gap.reason == "encrypted"]


def test_a_password_of_another_correspondence_is_not_tried(check: Check) -> None:
    locked = mail(1, file=with_aes({"a.txt": NOTE}, "Xy7-92kq"))
    others = [mail(number, sender=f"p{number}@other{number}.example") for number in range(10, 20)]
    far = mail(30, sender="x@elsewhere.example", text="パスワード: Xy7-92kq\n", day=20)
    source, told = check([locked, *others, far])
    assert levels(told)["<1@example.com>"] is Level.UNDETERMINED
    assert [gap.reason for gap in source.gaps] == ["encrypted"]


def test_the_thread_brings_the_password_however_far_it_is(check: Check) -> None:
    locked = mail(1, file=with_aes({"a.txt": NOTE}, "Xy7-92kq"))
    others = [mail(number, sender=f"p{number}@other{number}.example") for number in range(10, 20)]
    answer = mail(30, sender="x@elsewhere.example", text="パスワード: Xy7-92kq\n", day=28, In_Reply_To="<1@example.com>")
    _, told = check([locked, *others, answer])
    assert levels(told)["<1@example.com>"] is Level.NO_SIGN


def test_no_password_is_in_what_is_told(check: Check) -> None:
    locked = mail(1, file=with_aes({"a.txt": NOTE}, "Xy7-92kq"))
    source, told = check([locked, mail(2, text="password: Xy7-92kq\n")])
    assert "Xy7-92kq" not in repr(source)
    assert "Xy7-92kq" not in repr(told)


@pytest.fixture
def odd(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(detectors, "load", lambda: {"odd": odd_detector()})
    tasks._plain_bench.cache_clear()
    yield
    tasks._plain_bench.cache_clear()


LETTER = "鈴木様\n\n来月の展示会の搬入時刻は午前九時に変更になりました。\n控室の鍵は総務の窓口でお受け取りください。\n"


def quoting(text: str) -> str:
    return "よろしくお願いします。\n\n-----Original Message-----\nFrom: someone\n\n" + "".join(
        f"> {line}\n" for line in text.splitlines()
    )


def found(source: Source) -> Odd:
    (one,) = source.findings
    assert isinstance(one, Odd)
    return one


@pytest.mark.usefixtures("odd")
def test_a_mail_that_quotes_ours_from_one_who_never_was_in_the_thread(check: Check) -> None:
    ours = mail(1, sender="hanako@example.jp", to="taro@example.com", text=LETTER)
    lure = mail(2, sender="x@stranger.example", subject="Re: odd", text=quoting(LETTER))
    source, told = check([ours, mail(3), lure], pieces=3)
    assert (found(source).quoted, found(source).thread) == (1, False)
    assert len(told) == 3


@pytest.mark.usefixtures("odd")
def test_an_answer_of_somebody_in_the_thread(check: Check) -> None:
    ours = mail(1, sender="hanako@example.jp", to="taro@example.com", text=LETTER)
    source, _ = check([ours, mail(2, subject="Re: odd", text=quoting(LETTER))])
    assert (found(source).quoted, found(source).thread) == (1, True)


@pytest.mark.usefixtures("odd")
def test_greetings_that_everybody_writes_are_no_quotation(check: Check) -> None:
    greeting = "いつも大変お世話になっております。\n何卒よろしくお願い申し上げます。\n"
    greeted = [mail(number, text=greeting) for number in range(10, 40)]
    source, _ = check([*greeted, mail(2, sender="x@stranger.example", subject="Re: odd", text=quoting(greeting))])
    assert found(source).quoted == 0


@pytest.mark.usefixtures("odd")
def test_the_level_of_a_lure_by_its_traits_is_suspected(check: Check) -> None:
    source, told = check([mail(1, subject="odd strong"), mail(2)])
    assert levels(told) == {"<1@example.com>": Level.SUSPECTED, "<2@example.com>": Level.NO_SIGN}
    assert app.level_of(source) is Level.SUSPECTED
    assert [letter.subject for letter in source.letters] == ["odd strong"]


def test_the_division_into_pieces_changes_nothing(check: Check) -> None:
    mails = [mail(number, file=with_aes({"a.txt": NOTE}, "Xy7-92kq") if number % 5 == 1 else b"") for number in range(20)]
    one, _ = check(mails, pieces=1)
    many, _ = check(mails, pieces=7)
    assert one.findings == many.findings
    assert one.gaps == many.gaps
    assert one.looked_at == many.looked_at


def gap_at(*path: str) -> Gap:
    return Gap(Origin("BOX-1", "x", path), Reason.CORRUPT, "message", "a mail of which only a part could be read")


def test_what_a_source_says_of_a_mail_is_of_that_mail(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kind = mailbox([mail(0), mail(1), mail(2)])

    def look(evidence: app.Evidence, found: Survey, piece: str) -> Iterator[Seen]:
        yield gap_at("box")
        for thing in kind.look(evidence, found, piece):
            if isinstance(thing, Blob) and thing.origin.path == ("box", "1"):
                yield gap_at("box", "1")
            yield thing
            if isinstance(thing, Blob) and thing.origin.path == ("box", "2"):
                yield gap_at("box", "2")
        yield gap_at("box", "7")

    monkeypatch.setattr(sources, "load", lambda: {kind.name: replace(kind, look=look)})
    told: list[Item] = []
    (source,) = app.check([app.Evidence(str(tmp_path))], Settings(reraise=True), jobs=0, told=told.append)
    assert [(item.letter.path[1], item.letter.subject, len(item.gaps)) for item in told] == [
        ("0", "mail 0", 0), ("1", "mail 1", 1), ("2", "mail 2", 1), ("7", "", 1),
    ]  # fmt: skip
    assert [gap.origin.path for gap in app.beside_items(source).gaps] == [("box",)]
    assert all(gap.remedy for gap in source.gaps)


def test_text_that_is_no_text_stops_nothing(check: Check) -> None:
    odd_mail = (
        mail(1)
        .replace(b"hanako@example.jp", b"hanako\xff\x80@example.jp")
        .replace(b"text of", "パスワード: ".encode() + b"\xed\xa0\x80ab12")
    )
    locked = mail(2, file=with_aes({"a.txt": NOTE}, "Xy7-92kq"))
    _, told = check([odd_mail, locked])
    assert len(told) == 2


@pytest.mark.usefixtures("odd")
def test_what_was_found_earlier_stands_when_the_source_cannot_be_opened(
    check: Check, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before, _ = check([mail(1, subject="odd strong")])

    def survey(evidence: app.Evidence) -> Survey:
        return Survey("mbox", "another", gaps=(Gap(Origin("another", str(tmp_path)), Reason.FAILED, "message", "no answer"),))

    kind = replace(mailbox([]), survey=survey)
    monkeypatch.setattr(sources, "load", lambda: {kind.name: kind})
    one = app.Evidence(str(tmp_path))
    (source,) = app.check([one], Settings(reraise=True), jobs=0, earlier={one: before.parts})
    assert source.id == before.id
    assert app.level_of(source) is Level.SUSPECTED
    assert [gap.detail for gap in source.gaps if gap.reason is Reason.FAILED] == ["no answer"]


@pytest.mark.usefixtures("odd")
def test_what_was_found_stays_when_a_mail_is_gone_before_it_is_opened_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kind = mailbox([mail(1, subject="odd strong"), mail(2)])

    def reopen(evidence: app.Evidence, found: Survey, paths: tuple[tuple[str, ...], ...]) -> Iterator[Seen]:
        yield from (Gap(Origin("BOX-1", str(tmp_path), path), Reason.MISSING, "message", "gone") for path in paths)

    monkeypatch.setattr(sources, "load", lambda: {kind.name: replace(kind, reopen=reopen)})
    (source,) = app.check([app.Evidence(str(tmp_path))], Settings(reraise=True), jobs=0)
    assert app.level_of(source) is Level.SUSPECTED
    assert [gap.detail for gap in source.gaps] == ["gone"]
    assert [letter.path for letter in source.letters] == [("box", "0")]


@pytest.mark.usefixtures("odd")
def test_very_many_mails_are_opened_once_more_each_once(check: Check) -> None:
    source, told = check([mail(number, subject=f"odd {number}") for number in range(900)], pieces=9)
    assert sorted(item.letter.subject for item in told) == sorted(f"odd {number}" for number in range(900))
    assert sum(count for part in source.parts for _, count in part.hints) == 900
