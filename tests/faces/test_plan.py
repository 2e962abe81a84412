"""The plan in words: the first page for whoever acts now, then all of it, nothing that harms a terminal."""

import re
from dataclasses import replace

import pytest
from support import reports
from support import respond_reports as made

from mimawari import app
from mimawari.faces.text import plain
from mimawari.faces.text.plan import NOW, first_page, plan_lines
from mimawari.faces.text.plan_words import lasting
from mimawari.faces.wrap import width
from mimawari.model import CaseState, Deed, Entry, Plan, Report, StepState, Words
from mimawari.respond.planning import planned

KNOWN = app.known()
OPENED = Entry(case="c", number=1, at="2026-11-27T00:00:00Z", who="a", deed=Deed.OPENED)


def plan(name: str) -> Plan:
    return planned(*made.case(name), KNOWN)


def whole(one: Plan, tongue: str = "ja", state: CaseState | None = None) -> str:
    return plain(plan_lines(one, state, tongue, KNOWN))


def first(one: Plan, tongue: str = "ja", state: CaseState | None = None) -> str:
    return plain(first_page(one, state, tongue, KNOWN))


def touched(**steps: StepState) -> CaseState:
    return CaseState(case="c", name="n", opened=OPENED, steps=tuple((key, state, OPENED) for key, state in steps.items()))


def done(keys: list[str], state: StepState = StepState.DONE) -> CaseState:
    return CaseState(case="c", name="n", opened=OPENED, steps=tuple((key, state, OPENED) for key in keys))


@pytest.mark.parametrize("tongue", ["en", "ja"])
@pytest.mark.parametrize("name", made.CASES)
def test_the_first_page_is_one_page(name: str, tongue: str) -> None:
    page = first(plan(name), tongue)
    lines = page.splitlines()
    assert len(lines) <= 40
    assert max(map(width, lines)) <= 80
    assert len(re.findall(r"^ \d\. ", page, re.MULTILINE)) <= NOW
    assert whole(plan(name), tongue).startswith(page)


@pytest.mark.parametrize("name", made.CASES)
def test_the_first_page_says_what_it_means_and_what_nobody_may_promise(name: str) -> None:
    one = plan(name)
    page = re.sub(r"\s", "", first(one))
    for opening in one.openings:
        assert opening.meaning.ja in page
        text = page if len(one.openings) == 1 else re.sub(r"\s", "", whole(one))
        assert all(re.sub(r"\s", "", words.ja) in text for words in opening.limits)
    assert all(re.sub(r"\s", "", words.ja) in re.sub(r"\s", "", whole(one)) for words in one.forbidden)
    assert "問題ありません" not in page
    assert "安全です" not in page


@pytest.mark.parametrize("tongue", ["en", "ja"])
@pytest.mark.parametrize("name", made.CASES)
def test_every_step_stands_in_it_with_all_that_it_says(name: str, tongue: str) -> None:
    one = plan(name)
    text = re.sub(r"\s", "", whole(one, tongue))
    for step in one.steps:
        said = (step.step.title, step.step.why, *step.step.how, *step.step.done_when, step.step.destroys, step.step.undo)
        assert all(re.sub(r"\s", "", words.say(tongue)) in text for words in said if words), step.key
        assert step.key in text


@pytest.mark.parametrize("tongue", ["en", "ja"])
def test_everything_that_was_not_read_is_marked(tongue: str) -> None:
    """Every menu and source of every step: the mark stands right behind what is to be checked, and only there."""
    mark = {"en": "[tobechecked]", "ja": "【要確認】"}[tongue]
    for name in made.CASES:
        one = plan(name)
        text = re.sub(r"\s", "", whole(one, tongue))
        for step in one.steps:
            for menu in step.step.menus:
                place = re.sub(r"\s", "", menu.path.say(tongue))
                behind = [text[found.end() :].startswith(mark) for found in re.finditer(re.escape(place), text)]
                assert menu.cited.certainty.to_check in behind, menu
        for cited in {cited for step in one.steps for cited in step.step.cited}:
            said = re.escape(re.sub(r"\s", "", cited.title.say(tongue)))
            found = re.search(r"\[(\d+)\]" + said + r"[(（]\S*?" + cited.as_of + r"(時点)?[)）](" + re.escape(mark) + ")?", text)
            assert found, cited
            assert bool(found[3]) is cited.certainty.to_check, cited
            uses = re.findall(r"(?:出典：|Source:)[^手K]*?\[" + found[1] + r"\](" + re.escape(mark) + ")?", text)
            assert uses, cited
            assert all(bool(use) is cited.certainty.to_check for use in uses), cited
            assert cited.page.replace(" ", "") in text


def test_progress_is_shown() -> None:
    one = plan("our-device")
    text = whole(one, state=done(["unplug@PC1", "tell-in-charge"]))
    assert "（2件中1件済み）" in text
    assert re.search(r"^\[x\] 社内の責任者", text, re.MULTILINE)
    page = first(one, state=done(["unplug@PC1", "tell-in-charge"]))
    assert "（PC2）" in page
    assert "社内の責任者" not in page
    assert "[-] " in whole(one, state=done(["tell-in-charge"], StepState.SKIPPED))


def test_when_all_is_done_it_says_so() -> None:
    one = plan("exposed")
    state = done([step.key for step in one.steps])
    assert "すべての手順が終わっています" in first(one, state=state)
    assert "[ ]" not in whole(one, state=state)


def test_a_suspicion_is_a_precaution() -> None:
    assert "念のため：LANケーブル" in first(plan("suspected"))
    assert "念のため" not in first(plan("our-account"))


@pytest.mark.parametrize("tongue", ["en", "ja"])
def test_what_comes_first_is_not_said_twice(tongue: str) -> None:
    for name in ("our-device", "exposed", "undetermined"):
        assert "→ " not in first(plan(name), tongue)
    assert "→ " in first(plan("address-only"), tongue)


def test_many_machines_stay_readable() -> None:
    report = Report.of([reports.infected(f"PC{number:03}") for number in range(200)])
    one = planned(report, app.judge(report), KNOWN)
    assert len(first(one).splitlines()) <= 40
    assert "ほか196件" in first(one)
    assert len(whole(one)) < 60_000


def test_hostile_values_do_no_harm() -> None:
    host = "PC\x1b[31m\u202e\nhttp://evil.example/"
    loader = replace(reports.loader(host), words=Words(en="\x1b]0;x\x07 http://evil.example/", ja="\u202e http://evil.example/"))
    report = Report.of([reports.source(host, reports.part(host, (loader, reports.pair(host))))])
    for tongue in ("en", "ja"):
        text = whole(planned(report, app.judge(report), KNOWN), tongue)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
        assert "hxxp://evil[.]example" in text


def test_no_pc_is_called_more_than_it_is() -> None:
    page = first(plan("our-device"))
    assert "感染しているPC：PC1\n" in page
    assert "感染が疑われるPC：PC2\n" in page
    assert "PC3" not in page
    assert "調べる必要のあるPC：PC4\n" in first(plan("all"))
    assert "過去に感染した形跡のあるPC：PC1\n" in first(plan("past"))
    assert "感染しているPC：" not in first(plan("suspected"))


def test_a_program_on_the_server_is_stopped_and_no_password_is_changed() -> None:
    page = first(plan("script"))
    assert "→ メールを送っているWebのフォームやプログラムを、止めてください。" in page
    assert "パスワードを変" not in page


def test_what_comes_last_is_not_asked_for_at_once() -> None:
    assert "記録を閉じて" not in first(plan("open"))
    one = plan("open")
    early = [step.key for step in one.steps if step.step.id != "close"]
    assert "記録を閉じて" in first(one, state=done(early))


def test_reasons_stand_at_the_end() -> None:
    text = whole(plan("our-device"))
    assert "regsvr32" not in first(plan("our-device"))
    assert text.index("■ この計画の根拠") < text.index("regsvr32")


def sections(text: str) -> dict[str, str]:
    """What stands under each heading, without breaks."""
    found = re.split(r"^(■ .*)$", text, flags=re.MULTILINE)
    return {head: re.sub(r"\s", "", body) for head, body in zip(found[1::2], found[2::2], strict=True)}


@pytest.mark.parametrize("name", made.CASES)
def test_what_must_not_be_done_never_stands_where_it_reads_as_an_order(name: str) -> None:
    one = plan(name)
    found = sections(whole(one))
    for words in one.forbidden:
        under = [head for head, body in found.items() if "・" + re.sub(r"\s", "", words.ja) in body]
        assert under, words.ja
        assert all("してはいけないこと" in head for head in under), words.ja


def test_what_is_due_today_is_named_on_the_first_page_until_it_is_done() -> None:
    one = plan("our-device")
    due = ["law", "card-company", "provider-logs", "ask-desk"]
    names = [step.step.today.ja for step in one.steps if step.step.today]
    assert [step.step.id for step in one.steps if step.step.today] == ["ask-desk", "provider-logs", "law", "card-company"]
    page = re.sub(r"\s", "", first(one))
    assert all(name in page for name in names)
    assert not any(name in re.sub(r"\s", "", first(one, state=done(due))) for name in names)


def test_a_precaution_is_called_so_where_it_costs_something_and_only_there() -> None:
    text = whole(plan("suspected"))
    for title in ("取引先やお客様に", "ブラウザーにカードを"):
        assert f"もう一度調べて疑いが確かになったら：{title}" in text
        assert f"念のため：{title}" not in text
        assert f"確かになったら：{title}" not in whole(plan("our-device"))
    for title in ("感染の疑いのない端末から、そのPCに保存",):
        assert f"念のため：{title}" in text
        assert f"念のため：{title}" not in whole(plan("our-device"))
    for title in ("4つの条件がそろったら", "調べ直した結果が出るまで", "社内の責任者に"):
        assert title in text
        assert f"念のため：{title}" not in text


def test_where_no_pc_was_looked_at_nothing_is_said_of_signs_that_it_was_opened() -> None:
    assert "PCはまだ調べていない" in first(plan("exposed"))
    assert "開いた形跡は見つかっていません" not in whole(plan("exposed"))
    report = Report.of([made.mailbox(made.mail_finding()), reports.no_sign("PC3")])
    assert "開いた形跡は見つかっていません" in first(planned(report, app.judge(report), KNOWN))


@pytest.mark.parametrize("name", ["our-device", "undetermined", "exposed"])
@pytest.mark.parametrize("tongue", ["en", "ja"])
def test_the_mark_is_explained_once(name: str, tongue: str) -> None:
    text = re.sub(r"\s", "", whole(plan(name), tongue))
    assert len(re.findall("【要確認】[：は]|" + re.escape("[tobechecked]:"), text)) == 1


def test_a_long_time_is_told_in_hours() -> None:
    assert (lasting(5).ja, lasting(90).ja, lasting(240).ja) == ("5分", "1時間30分", "4時間")
    assert (lasting(60).en, lasting(150).en) == ("1 hour", "2 hours 30 minutes")


def test_the_last_phase_is_named_by_what_it_holds() -> None:
    assert re.search(r"■ \d\. 終える", whole(plan("exposed")))
    assert "元に戻す\n" not in whole(plan("exposed"))
    assert "■ 9. 元に戻す" in whole(plan("our-device"))


@pytest.mark.parametrize("name", made.CASES)
def test_the_parts_are_numbered_without_a_hole(name: str) -> None:
    numbers = [int(number) for number in re.findall(r"^■ (\d+)\. ", whole(plan(name)), re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
