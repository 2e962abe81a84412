"""The four conditions for lifting isolation: each met only by a record and a look, never by silence."""

from dataclasses import replace

import pytest
from support import reports
from support.rechecks import DONE, EARLIER, FIRST, LATER, NOW, SECOND, WIPED, at, because, met
from support.responses import plan, state, step

from mimawari import knowledge
from mimawari.model import Level, Phase, Report
from mimawari.respond.lifting import STEPS
from mimawari.respond.rechecking import recheck


def test_all_four_are_met_only_when_everything_is_done_and_seen() -> None:
    said = recheck(EARLIER, LATER, ("PC2",), plan("PC1"), state(done=DONE), now=NOW)
    assert met(said) == {"wiped": True, "reset": True, "others-quiet": True, "watched": True}
    assert said.may_lift
    assert (said.unchecked, said.reinfected) == ((), ())
    assert [(one.host, one.seen_at, one.level) for one in said.looked] == [
        ("PC1", SECOND, Level.NO_SIGN), ("PC2", SECOND, Level.NO_SIGN),
    ]  # fmt: skip


def test_what_was_recorded_says_when_in_japans_time() -> None:
    said = recheck(EARLIER, LATER, ("PC2",), plan("PC1"), state(done=DONE), now=NOW)
    assert "2026-11-05 09:00 JST (00:00 UTC)" in because(said, "wiped")
    assert not [one for one in said.conditions for why in one.because if "T00:00:00Z" in why.ja]


@pytest.mark.parametrize(
    ("left_out", "condition"),
    [("reimage@PC1", "wiped"), ("clean-device", "reset"), ("mail-password@a@shop.example", "reset"), ("watch-mail", "watched")],
)
def test_each_record_that_is_missing_keeps_the_isolation(left_out: str, condition: str) -> None:
    done = {key: moment for key, moment in DONE.items() if key != left_out}
    said = recheck(EARLIER, LATER, (), plan("PC1"), state(done=done), now=NOW)
    assert met(said)[condition] is not True
    assert not said.may_lift


def test_an_open_step_is_told_as_one_sentence_with_its_target() -> None:
    done = {key: moment for key, moment in DONE.items() if key != "mail-password@a@shop.example"}
    said = recheck(EARLIER, LATER, (), plan("PC1"), state(done=done), now=NOW)
    (why,) = next(one.because for one in said.conditions if one.id == "reset")
    assert why.en.endswith(" (a@shop.example).")
    assert why.ja.endswith("（a@shop.example）。")
    assert ".(" not in why.en.replace(" ", "")
    assert "。（" not in why.ja


def test_a_step_that_was_skipped_is_not_done() -> None:
    done = {key: moment for key, moment in DONE.items() if key != "clean-device"}
    said = recheck(EARLIER, LATER, (), plan("PC1"), state(done=done, skipped=("clean-device",)), now=NOW)
    assert met(said)["reset"] is False
    assert "skipped" in because(said, "reset")


def test_a_step_that_was_opened_again_is_neither_done_nor_skipped() -> None:
    done = {key: moment for key, moment in DONE.items() if key != "reimage@PC1"}
    said = recheck(EARLIER, LATER, (), plan("PC1"), state(done=done, reopened=("reimage@PC1",)), now=NOW)
    assert met(said)["wiped"] is False
    assert "not recorded as made anew" in because(said, "wiped")


def test_a_host_that_is_only_suspected_is_not_known_to_be_done() -> None:
    said = recheck(EARLIER, LATER, (), plan("PC1", suspected=("PC9",)), state(done=DONE), now=NOW)
    assert met(said)["wiped"] is None
    assert "PC9" in because(said, "wiped")


SETTLED = {
    "keep-apart@pc2": WIPED, "clean-device": WIPED, "mail-password@a@shop.example": WIPED, "watch-mail": "2026-11-24T00:00:00Z",
}  # fmt: skip


class TestSettled:
    """A PC that was only suspected, and whose suspicion somebody settled."""

    PLAN = plan(suspected=("PC2",))
    EARLIER = at(FIRST, reports.suspected("PC2"), reports.no_sign("PC1"))

    def test_it_is_enough_with_a_quiet_look_and_two_weeks_from_then(self) -> None:
        assert recheck(self.EARLIER, LATER, ("PC1",), self.PLAN, state(done=SETTLED), now=NOW).may_lift

    def test_it_is_not_enough_by_itself(self) -> None:
        said = recheck(self.EARLIER, Report(), (), self.PLAN, state(done=SETTLED), now=NOW)
        assert met(said)["wiped"] is False
        assert "recorded as settled, but" in because(said, "wiped")

    def test_who_skipped_the_step_settled_nothing(self) -> None:
        done = {key: moment for key, moment in SETTLED.items() if key != "keep-apart@pc2"}
        said = recheck(self.EARLIER, LATER, (), self.PLAN, state(done=done, skipped=("keep-apart@pc2",)), now=NOW)
        assert met(said)["wiped"] is None

    def test_a_pc_that_is_to_be_made_anew_cannot_be_settled(self) -> None:
        done = DONE | {"keep-apart@PC1": WIPED}
        done.pop("reimage@PC1")
        assert met(recheck(EARLIER, LATER, (), plan("PC1"), state(done=done), now=NOW))["wiped"] is False

    def test_signs_that_come_back_take_it_away(self) -> None:
        again = Report.of([*LATER.sources, *at("2026-11-23T00:00:00Z", reports.suspected("PC2")).sources])
        said = recheck(self.EARLIER, again, (), self.PLAN, state(done=SETTLED), now=NOW)
        assert (said.reinfected, met(said)["wiped"], said.may_lift) == (("PC2",), False, False)


class TestWatching:
    @pytest.mark.parametrize(
        ("now", "ended", "expected"),
        [
            ("2026-11-18T23:59:59Z", "2026-11-18T23:00:00Z", False),  # a second short of 14 days
            ("2026-11-19T00:00:00Z", "2026-11-19T00:00:00Z", True),
            ("2026-11-25T00:00:00Z", "2026-11-10T00:00:00Z", False),  # recorded as ended after five days
            ("2026-11-25T00:00:00Z", None, None),
        ],
    )
    def test_two_weeks_from_the_last_cleaning(self, now: str, ended: str | None, expected: bool | None) -> None:
        done = {key: moment for key, moment in DONE.items() if key != "watch-mail"} | ({"watch-mail": ended} if ended else {})
        said = recheck(EARLIER, Report(), (), plan("PC1"), state(done=done), now=now)
        assert met(said)["watched"] is expected
        assert "proposal" in because(said, "watched")

    def test_they_count_from_the_last_host(self) -> None:
        done = DONE | {"reimage@PC4": "2026-11-20T00:00:00Z"}
        assert met(recheck(EARLIER, LATER, (), plan("PC1", "PC4"), state(done=done), now=NOW))["watched"] is False


def test_the_steps_that_lifting_rests_on_are_in_the_playbook() -> None:
    book = knowledge.load().playbook  # type: ignore[attr-defined,unused-ignore]
    phases = {one.id: one.phase for one in book.steps}
    assert {name for names in STEPS.values() for name in names} <= phases.keys()
    assert {phases[name] for name in STEPS["reset"]} == {Phase.RESET}
    assert phases[STEPS["wiped"][0]] is phases[STEPS["settled"][0]] is Phase.ERADICATE
    assert phases[STEPS["watched"][0]] is Phase.WATCH


def test_steps_that_are_no_change_of_a_password_may_stay_undone() -> None:
    whole = plan("PC1")
    more = replace(whole, steps=(*whole.steps, step("cards", Phase.RESET), step("second-factor", Phase.RESET)))
    assert recheck(EARLIER, LATER, ("PC2",), more, state(done=DONE), now=NOW).may_lift
    further = replace(whole, steps=(*whole.steps, step("saved-passwords", Phase.RESET)))
    assert not recheck(EARLIER, LATER, ("PC2",), further, state(done=DONE), now=NOW).may_lift


def test_the_watch_is_for_the_whole_case_and_a_step_of_another_name_is_none() -> None:
    done = {key: moment for key, moment in DONE.items() if key != "watch-mail"} | {"watch-mail@PC1": "2026-11-24T00:00:00Z"}
    assert met(recheck(EARLIER, LATER, (), plan("PC1"), state(done=done), now=NOW))["watched"] is None
