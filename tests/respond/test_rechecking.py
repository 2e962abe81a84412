"""The second check: who is unchecked, what changed, what came back, and whose clock is wrong."""

from dataclasses import replace

from support import reports
from support.rechecks import DONE, EARLIER, FIRST, LATER, NOW, SECOND, at, because, met
from support.responses import plan, state

from mimawari import app, knowledge
from mimawari.model import Level, Origin, Part, ReadFinding, Reason, Report, Source, Strength, Words
from mimawari.respond.rechecking import looks_of, recheck


class TestUnchecked:
    def test_hosts_that_nobody_looked_at_from_the_profile_the_plan_and_the_first_report(self) -> None:
        earlier = at(FIRST, reports.infected("PC1"), reports.no_sign("PC2"))
        said = recheck(earlier, Report(), ("pc3", "PC2"), plan("PC1", "PC4"), state(), now=NOW)
        assert said.unchecked == ("pc3", "PC4")

    def test_names_are_compared_without_case_and_domain(self) -> None:
        said = recheck(EARLIER, LATER, ("pc1.shop.example", "Pc2"), plan("PC1"), state(), now=NOW)
        assert said.unchecked == ()

    def test_a_report_bears_the_short_name_that_windows_has_for_a_long_one(self) -> None:
        later = at(SECOND, reports.no_sign("ACCOUNTING-DESK"))  # 15 letters
        said = recheck(EARLIER, later, ("accounting-desk-2.shop.example",), plan("PC1"), state(), now=NOW)
        assert said.unchecked == ()
        both = ("accounting-desk-2", "accounting-desk-3")
        assert recheck(EARLIER, later, both, plan("PC1"), state(), now=NOW).unchecked == both

    def test_a_name_that_stands_for_no_look_answers_for_no_other(self) -> None:
        missing = app.called(Report(), ("ACCOUNTING-DESK",), knowledge.load())
        said = recheck(EARLIER, missing, ("accounting-desk-2",), plan("PC1"), state(), now=NOW)
        assert said.unchecked == ("ACCOUNTING-DESK", "accounting-desk-2")

    def test_what_another_source_of_the_moment_could_not_see_does_not_count_beside_a_whole_one(self) -> None:
        image = replace(reports.undetermined("PC2"), kind="disk-image", id="PC2-0002")
        later = at(SECOND, reports.no_sign("PC1"), reports.no_sign("PC2"), image)
        said = recheck(EARLIER, later, ("PC2",), plan("PC1"), state(done=DONE), now=NOW)
        assert [(one.level, one.whole) for one in said.looked] == [(Level.NO_SIGN, True)] * 2
        assert said.may_lift

    def test_a_report_that_could_not_be_read_is_no_look(self) -> None:
        torn = app.unread("PC7.json", "PC7", Reason.CORRUPT, "torn", knowledge.load())
        assert "PC7" in recheck(EARLIER, Report.of([torn]), (), plan("PC1"), state(), now=NOW).unchecked
        assert looks_of(Report.of([torn])) == ()
        missing = app.called(Report(), ("PC8",), knowledge.load())
        assert looks_of(missing) == ()
        assert "PC8" in recheck(EARLIER, missing, (), plan("PC1"), state(), now=NOW).unchecked

    def test_a_look_that_was_not_whole_leaves_it_unchecked_and_unknown(self) -> None:
        later = at(SECOND, reports.no_sign("PC1"), reports.undetermined("PC2"))
        said = recheck(at(FIRST, reports.infected("PC1")), later, (), plan("PC1"), state(done=DONE), now=NOW)
        assert said.unchecked == ("PC2",)
        assert met(said)["others-quiet"] is None
        assert "PC2" in because(said, "others-quiet")

    def test_a_mailbox_of_a_host_is_no_look_at_the_host(self) -> None:
        box = replace(reports.no_sign("PC2"), kind="thunderbird", ought=("file",))
        assert box.looked_at["file"]  # nothing of the mailbox itself is missing
        said = recheck(Report(), at(SECOND, box), ("PC2",), plan("PC1"), state(), now=NOW)
        assert said.unchecked == ("PC1", "PC2")
        assert [one.whole for one in looks_of(at(SECOND, box))] == [False]

    def test_no_list_of_hosts_is_not_known_and_says_so(self) -> None:
        said = recheck(
            at(FIRST, reports.infected("PC1")), at(SECOND, reports.no_sign("PC1")), (), plan("PC1"), state(done=DONE), now=NOW
        )
        assert met(said)["others-quiet"] is None
        assert "us.toml" in because(said, "others-quiet")

    def test_quiet_hosts_are_not_all_hosts_where_nobody_said_which_there_are(self) -> None:
        said = recheck(EARLIER, LATER, (), plan("PC1"), state(done=DONE), now=NOW)
        assert (met(said)["others-quiet"], said.listed, said.may_lift) == (None, False, False)
        assert "nobody knows whether there are others" in because(said, "others-quiet")
        signs = at(SECOND, reports.no_sign("PC1"), reports.infected("PC2"))
        assert met(recheck(EARLIER, signs, (), plan("PC1"), state(done=DONE), now=NOW))["others-quiet"] is False

    def test_another_host_with_signs_is_not_met(self) -> None:
        later = at(SECOND, reports.no_sign("PC1"), reports.suspected("PC2"))
        said = recheck(EARLIER, later, (), plan("PC1"), state(done=DONE), now=NOW)
        assert met(said)["others-quiet"] is False
        assert not said.may_lift

    def test_a_host_that_was_checked_with_older_knowledge_is_to_be_checked_again(self) -> None:
        newer = reports.no_sign("PC1")
        newer = replace(newer, parts=tuple(replace(part, knowledge="2026.12.1") for part in newer.parts))
        said = recheck(EARLIER, at(SECOND, newer), (), plan("PC1"), state(done=DONE), now=NOW)
        assert (said.unchecked, met(said)["others-quiet"]) == ((), None)
        assert "PC2: was checked with older knowledge" in because(said, "others-quiet")


class TestAgain:
    def test_quiet_then_signs(self) -> None:
        later = at(SECOND, reports.no_sign("PC1"), reports.suspected("PC2"))
        assert recheck(EARLIER, later, (), plan("PC1"), state(), now=NOW).reinfected == ("PC2",)

    def test_signs_twice_without_a_quiet_look_between_are_no_return(self) -> None:
        said = recheck(EARLIER, at(SECOND, reports.infected("PC1")), (), plan("PC1"), state(), now=NOW)
        assert said.reinfected == ()
        assert len(said.still) == 2

    def test_signs_after_it_was_made_anew(self) -> None:
        said = recheck(EARLIER, at(SECOND, reports.suspected("PC1")), (), plan("PC1"), state(done=DONE), now=NOW)
        assert said.reinfected == ("PC1",)
        assert met(said)["wiped"] is False
        assert met(said)["watched"] is False

    def test_an_old_look_that_arrives_late_is_no_return_and_does_not_count(self) -> None:
        said = recheck(EARLIER, at("2026-11-04T00:00:00Z", reports.infected("PC1")), (), plan("PC1"), state(done=DONE), now=NOW)
        assert said.reinfected == ()
        assert said.unchecked == ("PC1",)
        assert "before it was made anew" in because(said, "wiped")

    def test_a_trace_from_after_the_cleaning_tells_even_where_the_look_bears_no_time(self) -> None:
        fresh = ReadFinding(
            name="loader-autostart", origin=Origin("PC1-0001", "case/PC1", ("C:\\x",)), strength=Strength.STRONG,
            words=Words(en="It starts.", ja="起動します。"), seen_at="2026-11-10T00:00:00Z",
        )  # fmt: skip
        source = replace(reports.source("PC1", reports.part("PC1", (fresh,)), seen_at=""), runs=())
        assert recheck(EARLIER, Report.of([source]), (), plan("PC1"), state(done=DONE), now=NOW).reinfected == ("PC1",)

    def test_what_only_was_is_no_sign_that_it_is_back(self) -> None:
        was = reports.source("PC2", reports.part("PC2", (reports.loader("PC2", past=True),)))
        assert recheck(EARLIER, at(SECOND, was), (), plan("PC1"), state(), now=NOW).reinfected == ()


class TestClocks:
    def test_a_quiet_look_from_the_future_makes_no_host_quiet(self) -> None:
        early = at("2026-01-01T00:00:00Z", reports.no_sign("PC2"))
        later = at("2027-05-01T00:00:00Z", reports.no_sign("PC1")) | at("2027-05-02T00:00:00Z", reports.suspected("PC1"))
        assert recheck(early, later, (), plan("PC1"), state(), now=NOW).reinfected == ()

    def test_a_report_from_the_future_is_told_and_does_not_count(self) -> None:
        later = at("2027-05-01T00:00:00Z", reports.no_sign("PC1"), reports.no_sign("PC3"))
        said = recheck(EARLIER, later, ("PC3",), plan("PC1"), state(done=DONE), now=NOW)
        assert "PC3" in said.unchecked
        assert "PC3: its report bears a time that has not come yet" in because(said, "others-quiet")
        assert met(said)["others-quiet"] is None

    def test_some_minutes_ahead_are_no_matter(self) -> None:
        later = at("2026-11-25T00:05:00Z", reports.no_sign("PC1"), reports.no_sign("PC2"))
        assert recheck(EARLIER, later, ("PC2",), plan("PC1"), state(done=DONE), now=NOW).may_lift


class TestChanges:
    def test_new_gone_and_still(self) -> None:
        later = at(SECOND, reports.suspected("PC1"), reports.suspected("PC2"))
        said = recheck(EARLIER, later, (), plan("PC1"), state(), now=NOW)
        assert [one.en.split(":")[0] for one in said.new] == ["PC2"]
        assert [one.en for one in said.gone] == ["PC1: A program borrows the name of a file of Windows."]
        assert [one.en.split(":")[0] for one in said.still] == ["PC1"]

    def test_the_place_of_the_copy_does_not_matter(self) -> None:
        source = reports.infected("PC1")
        (part,) = source.parts
        moved = tuple(replace(one, origin=Origin("other", "elsewhere/copy2", one.origin.path)) for one in part.findings)
        again = replace(source, locator="elsewhere/copy2", parts=(replace(part, findings=moved),))
        said = recheck(EARLIER, at(SECOND, again), (), plan("PC1"), state(), now=NOW)
        assert (said.new, said.gone, len(said.still)) == ((), (), 2)

    def test_another_number_of_a_process_is_the_same_finding(self) -> None:
        def running(pid: int) -> Source:
            one = reports.loader("PC1")
            assert isinstance(one, ReadFinding)
            return reports.source("PC1", reports.part("PC1", (replace(one, given=(("file", "hbtw.dll"), ("pid", pid))),)))

        said = recheck(at(FIRST, running(4711)), at(SECOND, running(815)), (), plan("PC1"), state(), now=NOW)
        assert (said.new, said.gone, len(said.still)) == ((), (), 1)

    def test_another_file_is_another_finding(self) -> None:
        def found(name: str) -> Source:
            one = reports.loader("PC1")
            assert isinstance(one, ReadFinding)
            return reports.source("PC1", reports.part("PC1", (replace(one, given=(("file", name),)),)))

        said = recheck(at(FIRST, found("a.dll")), at(SECOND, found("b.dll")), (), plan("PC1"), state(), now=NOW)
        assert (len(said.new), len(said.gone), said.still) == (1, 1, ())

    def test_what_a_look_that_was_not_whole_does_not_see_is_not_gone(self) -> None:
        said = recheck(EARLIER, at(SECOND, reports.undetermined("PC1")), (), plan("PC1"), state(), now=NOW)
        assert (said.gone, len(said.still)) == ((), 2)
        assert next(one for one in said.looked if one.host == "PC1").level is Level.INFECTED
        assert said.unchecked == ("PC1",)

    def test_a_later_look_that_was_not_whole_takes_the_place_of_a_quiet_one(self) -> None:
        said = recheck(EARLIER, at(SECOND, reports.undetermined("PC2")), (), plan("PC1"), state(done=DONE), now=NOW)
        assert "PC2" in said.unchecked
        assert met(said)["others-quiet"] is None

    def test_a_report_of_emocheck_after_a_whole_look_takes_nothing_back(self) -> None:
        tool = replace(reports.undetermined("PC2"), kind="emocheck-report", ought=("tool-verdict", "service"))
        later = Report.of([*LATER.sources, *at("2026-11-21T00:00:00Z", tool).sources])
        assert recheck(EARLIER, later, ("PC2",), plan("PC1"), state(done=DONE), now=NOW).may_lift


def test_a_host_is_looked_at_once_for_each_moment() -> None:
    both = EARLIER | LATER
    assert [(one.host, one.seen_at) for one in looks_of(both)] == [
        ("PC1", FIRST), ("PC1", SECOND), ("PC2", FIRST), ("PC2", SECOND),
    ]  # fmt: skip
    assert looks_of(Report.of([reports.unopened()])) == ()


def test_reports_in_any_order_of_sources_say_the_same() -> None:
    turned = Report(tuple(reversed(LATER.sources)))
    first = recheck(EARLIER, LATER, ("PC2",), plan("PC1"), state(done=DONE), now=NOW)
    assert recheck(EARLIER, turned, ("PC2",), plan("PC1"), state(done=DONE), now=NOW) == first


def test_an_empty_part_is_no_whole_look() -> None:
    nothing = replace(reports.source("PC2"), parts=(Part("PC2-0001", "all", "2026.11.1"),))
    (look,) = looks_of(Report.of([nothing]))
    assert (look.whole, look.level) == (False, Level.UNDETERMINED)
