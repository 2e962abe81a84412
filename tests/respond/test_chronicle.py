"""One line of time, without a precision that nothing has."""

from dataclasses import replace

import pytest
from support import reports
from support.responses import entry, state

from mimawari import app, knowledge
from mimawari.model import About, Deed, Entry, Lane, LegalClock, Letter, Moment, ReadFinding, Report, Strength, Words
from mimawari.respond.chronicle import timeline, when
from mimawari.respond.clock import clock

KNOWN = knowledge.load()


def line(report: Report, *entries: Entry, known_at: str = "") -> tuple[Moment, ...]:
    verdict = app.judge(report)
    said: LegalClock = clock(report, verdict, state(known_at=known_at), KNOWN, now="2026-11-28T00:00:00Z")
    return timeline(report, verdict, entries, said)


def of(lane: Lane, moments: tuple[Moment, ...]) -> list[Moment]:
    return [one for one in moments if one.lane is lane]


def _loader(host: str, at: str | None, number: int) -> ReadFinding:
    known = reports.loader(host)
    assert isinstance(known, ReadFinding)
    return replace(known, seen_at=at, given=(("file", f"{number}.dll"),))


def seen(*times: str | None, host: str = "PC1") -> Report:
    found = [_loader(host, at, number) for number, at in enumerate(times)]
    return Report.of([reports.source(host, reports.part(host, found))])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022-06-01T02:03:04Z", ("2022-06-01T02:03:04Z", True)),
        ("2022-06-01T02:03:04+09:00", ("2022-05-31T17:03:04Z", True)),
        ("2022-06-01T02:03:04.987654Z", ("2022-06-01T02:03:04Z", True)),
        ("2022-06-01T02:03:04", ("2022-06-01", False)),
        ("2022-06-01", ("2022-06-01", True)),
        ("2022-06", None), ("", None), ("soon", None), ("2022-13-01T00:00:00Z", None), ("20220601", None),
        ("0001-01-01T00:00:00+09:00", None),
    ],
)  # fmt: skip
def test_no_time_gets_more_precise_than_it_is(text: str, expected: tuple[str, bool] | None) -> None:
    assert when(text) == expected


def test_a_finding_stands_at_its_time_with_its_id_and_host() -> None:
    (one,) = of(Lane.ATTACK, line(seen("2022-06-01T02:03:04Z")))
    assert (one.at, one.host) == ("2022-06-01T02:03:04Z", "PC1")
    assert one.about.startswith("f-")


def test_a_time_without_a_zone_is_a_day_and_says_so() -> None:
    (one,) = of(Lane.ATTACK, line(seen("2022-06-01T02:03:04")))
    assert one.at == "2022-06-01"
    assert "time zone not known" in one.words.en
    assert "時間帯が不明" in one.words.ja


def test_what_has_no_time_is_left_out() -> None:
    assert of(Lane.ATTACK, line(seen(None, "", "soon"))) == []


def test_hints_are_left_out() -> None:
    report = Report.of([reports.source("PC1", reports.part("PC1", (reports.loader(strength=Strength.HINT),)))])
    assert of(Lane.ATTACK, line(report)) == []


def test_a_hint_that_the_verdict_rests_on_is_told() -> None:
    hint = reports.loader(strength=Strength.HINT)
    report = Report.of([reports.source("PC1", reports.part("PC1", (hint,)))])
    verdict = replace(app.judge(report), because=(hint,))
    found = timeline(report, verdict, (), clock(report, verdict, None, KNOWN, now="2026-11-28T00:00:00Z"))
    assert [one.about for one in of(Lane.ATTACK, found)] == [hint.id]


def test_what_only_carries_the_clues_is_nothing_that_was_looked_at() -> None:
    clues = replace(reports.no_sign("PC9"), kind="inquiry", host="", machine="", locator="inquiry", seen_at="")
    found = of(Lane.CHECK, line(Report.of([reports.no_sign("PC1"), clues])))
    assert not [one for one in found if "inquiry" in one.words.en]


@pytest.mark.parametrize(("count", "told"), [(1, 1), (3, 3), (4, 2), (50, 2)])
def test_many_of_a_kind_are_told_by_the_first_and_the_last_with_their_number(count: int, told: int) -> None:
    found = of(Lane.ATTACK, line(seen(*(f"2022-06-01T02:{minute:02}:00Z" for minute in range(count)))))
    assert len(found) == told
    if told < count:
        assert [one.at for one in found] == ["2022-06-01T02:00:00Z", f"2022-06-01T02:{count - 1:02}:00Z"]
        assert all(str(count) in one.words.en and str(count) in one.words.ja for one in found)
        assert "first" in found[0].words.en
        assert "last" in found[1].words.en


def test_hosts_are_condensed_each_by_itself() -> None:
    times = [f"2022-06-01T02:{minute:02}:00Z" for minute in range(10)]
    found = of(Lane.ATTACK, line(seen(*times, host="PC1") | seen(*times, host="PC2")))
    assert sorted(one.host for one in found) == ["PC1", "PC1", "PC2", "PC2"]


def test_a_run_stands_there_once_with_what_it_looked_at() -> None:
    report = Report.of([reports.no_sign(f"PC{number}") for number in range(1, 6)])
    runs = [one for one in of(Lane.CHECK, line(report)) if one.about == reports.RUN.id]
    assert [one.at for one in runs] == ["2026-11-24T01:02:03Z"]
    assert "PC1, PC2, PC3, and 2 more" in runs[0].words.en


def test_the_moment_of_a_copy_is_told_and_that_of_a_live_check_is_not_told_twice() -> None:
    copied = of(Lane.CHECK, line(Report.of([reports.no_sign()])))
    assert {one.at for one in copied} == {"2026-11-20T09:00:00Z", "2026-11-24T01:02:03Z"}
    live = replace(reports.no_sign(), seen_at="2026-11-24T01:02:30Z")
    assert [one.at for one in of(Lane.CHECK, line(Report.of([live])))] == ["2026-11-24T01:02:03Z"]


def test_every_deed_has_words() -> None:
    entries = [entry(deed, number=number) for number, deed in enumerate(Deed, 1)]
    found = of(Lane.RESPONSE, line(Report(), *entries))
    assert len({(one.words.en, one.words.ja) for one in found}) == len(Deed)
    assert {one.about for one in found} == {str(one.number) for one in entries}


def test_an_entry_is_told_in_the_words_of_the_person() -> None:
    (one,) = line(Report(), entry(Deed.NOTED, text="{brace} unplugged <PC1>"))
    assert one.words == Words(en="note (田中): {brace} unplugged <PC1>", ja="メモ（田中）：{brace} unplugged <PC1>")


def test_the_moment_of_knowledge_stands_where_it_was_and_not_where_it_was_recorded() -> None:
    found = line(Report(), entry(Deed.KNOWN_AT, at="2026-11-27T09:00:00Z"), known_at="2026-11-26T05:30:00Z")
    assert [(one.at, one.about) for one in of(Lane.RESPONSE, found)] == [
        ("2026-11-26T05:30:00Z", "known-at"), ("2026-11-27T09:00:00Z", "1"),
    ]  # fmt: skip


def test_a_report_is_told_by_its_name_and_not_by_its_number() -> None:
    (one,) = line(Report(), entry(Deed.REPORT_ADDED, about="ab" * 32, text="PC1.json"))
    assert one.words.en == "report added (田中): PC1.json"


def test_what_is_due_stands_at_the_careful_day() -> None:
    found = of(Lane.DUE, line(Report.of([reports.no_sign()]), known_at="2026-11-27"))
    assert [(one.at, one.about) for one in found] == [
        ("2026-11-29", "prompt"),
        ("2026-12-26", "final-30"),
        ("2027-01-25", "final-60"),
    ]
    assert of(Lane.DUE, line(seen())) == []


def test_it_is_sorted_and_says_nothing_twice() -> None:
    report = seen("2022-06-01T02:03:04Z", "2022-05-01")
    found = line(report, entry(Deed.OPENED), entry(Deed.OPENED), known_at="2026-11-27")
    assert len(found) == len(set(found))
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert found[0].at == "2022-05-01"


def test_entries_of_one_second_stand_in_the_order_in_which_they_were_made() -> None:
    deeds = [Deed.OPENED, Deed.REPORT_ADDED, Deed.PLANNED, *[Deed.NOTED] * 7, Deed.CLOSED]
    found = line(Report(), *(entry(deed, number=number, at="2026-11-27T09:00:00Z") for number, deed in enumerate(deeds, 1)))
    assert [one.about for one in found] == [str(number) for number in range(1, 12)]


def test_what_was_found_in_the_same_thing_at_the_same_time_is_told_once_by_the_strongest() -> None:
    weak, strong = _loader("PC1", "2022-06-01T02:03:04Z", 1), _loader("PC1", "2022-06-01T02:03:04Z", 2)
    strong = replace(strong, strength=Strength.CONCLUSIVE)
    report = Report.of([reports.source("PC1", reports.part("PC1", (weak, strong)))])
    (one,) = of(Lane.ATTACK, line(report))
    assert one.about == strong.id
    assert one.words.ja == f"{strong.sentence.ja}（同じ場所にほか1件）"


def _clue(name: str, mail: str, at: str | None, author: str) -> ReadFinding:
    origin = reports.origin("reported", f"{mail}.eml", f"<{mail}@a.example>", host="mail")
    words = Words(en="It came over a foreign server.", ja="ほかのサーバーから届いています。")
    given = (("author", author), ("subject", mail))
    return ReadFinding(name=name, origin=origin, strength=Strength.HINT, words=words, about=About.ORIGIN, given=given, seen_at=at)


def inquired(*clues: ReadFinding) -> Report:
    return Report.of([replace(reports.source("mail", reports.part("mail", clues)), kind="inquiry", host="", machine="")])


def test_each_reported_mail_is_a_moment() -> None:
    found = of(
        Lane.ATTACK,
        line(
            inquired(
                _clue("foreign-hop", "a", "2022-11-10T00:11:00Z", "x@a.example"),
                _clue("from-foreign", "a", "2022-11-10T00:11:00Z", "x@a.example"),
                _clue("from-foreign", "b", "2022-11-10T02:02:00Z", "y@b.example"),
                _clue("from-foreign", "c", None, "z@c.example"),
            )
        ),
    )
    assert [(one.at, one.words.ja) for one in found] == [
        ("2022-11-10T00:11:00Z", "連絡のあった不審なメールが届いた：差出人 x@a.example（a.eml）"),
        ("2022-11-10T02:02:00Z", "連絡のあった不審なメールが届いた：差出人 y@b.example（b.eml）"),
    ]


def test_many_reported_mails_are_the_first_and_the_last() -> None:
    clues = [_clue("from-foreign", f"m{n:02}", f"2022-11-10T00:{n:02}:00Z", "x@a.example") for n in range(30)]
    assert [one.at for one in of(Lane.ATTACK, line(inquired(*clues)))] == ["2022-11-10T00:00:00Z", "2022-11-10T00:29:00Z"]


@pytest.mark.parametrize(("date", "told"), [("2022-11-09T10:26:00+09:00", ["2022-11-09T01:26:00Z"]), ("", []), ("soon", [])])
def test_a_lure_in_a_mail_stands_where_the_mail_came(date: str, told: list[str]) -> None:
    found = replace(_loader("", None, 1), about=About.DELIVERY, origin=reports.origin("Inbox", "<1@a>", "x.xlsm", host="mail"))
    part = replace(
        reports.part("mail", (found,)), letters=(Letter(("Inbox", "<1@a>"), date), Letter(("Inbox", "<2@a>"), "2022-01-01"))
    )
    (source,) = Report.of([reports.source("mail", part)]).sources
    assert [one.at for one in of(Lane.ATTACK, line(Report.of([replace(source, host="", machine="")])))] == told


def test_what_is_no_machine_is_told_by_its_number_and_not_by_its_place() -> None:
    boxes = [replace(reports.no_sign(f"M{n}"), host="", machine="", locator=f"cases/m{n}", seen_at="") for n in range(4)]
    (one,) = of(Lane.CHECK, line(Report.of([replace(reports.no_sign("PC1"), seen_at=""), *boxes])))
    assert one.words.ja == "mimawariで検査しました：PC1、メールボックスやファイル（4件）"
    (alone,) = of(Lane.CHECK, line(Report.of(boxes[:1])))
    assert "cases/m0" in alone.words.en


def test_all_that_was_found_in_one_mail_is_that_mail() -> None:
    inside = [replace(_loader("", None, n), about=About.DELIVERY, origin=reports.origin("Inbox", "<1@a>", *way, host="mail"))
              for n, way in enumerate(((), ("x.xlsm",), ("x.xlsm", "sheet.xml")))]  # fmt: skip
    mail = Letter(("Inbox", "<1@a>"), "2022-11-09T10:26:00+09:00", "Seki <s@a.example>", "Re: リボン")
    part = replace(reports.part("mail", inside), letters=(mail,))
    (one,) = of(Lane.ATTACK, line(Report.of([replace(reports.source("mail", part), host="", machine="")])))
    assert one.words.ja == "危険と見られるメールが届いた：「Re: リボン」　差出人 Seki <s@a.example>"
