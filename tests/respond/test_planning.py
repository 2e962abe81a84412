"""Plans: what each situation gets and never gets, in which order, and always the same."""

import pickle
import random
import re
import time
import tracemalloc
from dataclasses import replace

import pytest
from support import reports
from support import respond_reports as made

from mimawari import app
from mimawari.model import Answer, Origin, Phase, Plan, Report, Situation, Strength, Words
from mimawari.respond.planning import planned


def plan(name: str) -> Plan:
    return planned(*made.case(name), app.known())


def ids(one: Plan) -> list[str]:
    return list(dict.fromkeys(step.step.id for step in one.steps))


@pytest.mark.parametrize("name", made.CASES)
def test_every_case_has_a_beginning_an_end_and_stable_keys(name: str) -> None:
    one = plan(name)
    assert one.steps
    assert len(one.openings) == len(one.situations)
    keys = [step.key for step in one.steps]
    assert len(set(keys)) == len(keys)
    assert all(step.key == (f"{step.step.id}@{step.target}" if step.target else step.step.id) for step in one.steps)
    assert one == plan(name)


@pytest.mark.parametrize("name", made.CASES)
def test_phases_come_in_order_and_every_step_after_those_that_it_waits_for(name: str) -> None:
    one = plan(name)
    ranks = [step.step.phase.rank for step in one.steps]
    assert ranks == sorted(ranks)
    places = {step_id: place for place, step_id in enumerate(ids(one))}
    for step in one.steps:
        assert all(places[other] < places[step.step.id] for other in step.step.after if other in places), step.key


def test_address_only_isolates_wipes_and_resets_nothing() -> None:
    one = plan("address-only")
    assert not {Phase.ISOLATE, Phase.RESET, Phase.ERADICATE} & {step.step.phase for step in one.steps}
    assert not [step.key for step in one.steps if step.step.destroys]
    assert (one.hosts, one.accounts) == ((), ())
    assert any("だれにも止められません" in words.ja for opening in one.openings for words in opening.limits)
    assert any("初期化" in words.ja for words in one.forbidden)


@pytest.mark.parametrize("name", ["exposed", "undetermined", "open", "no-sign", "suspected", "past", "address-only"])
def test_nothing_is_wiped_and_no_authority_told_on_less_than_certainty(name: str) -> None:
    one = plan(name)
    assert not {"reimage", "authority-report", "police", "network-passwords"} & {*ids(one)}
    assert not [step.key for step in one.steps if step.step.sure]


@pytest.mark.parametrize("name", ["our-device", "our-account", "suspected", "past", "all"])
def test_passwords_are_changed_from_a_clean_device_after_what_is_suspected_is_off_the_network(name: str) -> None:
    one = plan(name)
    found = ids(one)
    resets = [step for step in one.steps if step.step.phase is Phase.RESET]
    assert resets
    for step in resets:
        if "password" in step.step.id or step.step.id in ("mail-doors", "second-factor", "clean-device"):
            assert re.search("clean device|another, clean", step.step.title.en)
            assert "感染の疑いのない" in step.step.title.ja
    first = min(found.index(step.step.id) for step in resets)
    assert all(found.index(one_id) < first for one_id in ("unplug", "end-sessions") if one_id in found)
    assert found.index("clean-device") == first


def test_our_device_is_all_of_it() -> None:
    one = plan("our-device")
    assert {step.step.phase for step in one.steps} == set(Phase)
    assert {"unplug", "memory-image", "disk-image", "check-all", "secondary-sweep", "saved-passwords", "law", "partners", "reimage",
            "watch-mail", "conditions", "reconnect"} <= {*ids(one)}  # fmt: skip
    found = ids(one)
    assert found.index("memory-image") < found.index("disk-image") < found.index("antivirus-scan") < found.index("reimage")
    assert found.index("secondary-sweep") < found.index("reimage")


def test_the_suspected_pc_beside_an_infected_one_is_not_wiped() -> None:
    one = plan("our-device")
    assert [step.target for step in one.steps if step.step.id == "reimage"] == ["PC1"]
    assert [step.target for step in one.steps if step.step.id == "keep-apart"] == ["PC2"]
    assert [(step.target, step.suspected) for step in one.steps if step.step.id == "unplug"] == [("PC1", False), ("PC2", True)]


@pytest.mark.parametrize("name", ["our-device", "all"])
def test_nothing_is_planned_for_a_clean_host(name: str) -> None:
    one = plan(name)
    assert "PC3" not in one.hosts
    assert not [step.key for step in one.steps if step.target == "PC3"]


def test_our_account_ends_sessions_first_and_unplugs_nothing() -> None:
    one = plan("our-account")
    assert one.steps[0].key == f"end-sessions@{made.ACCOUNT}"
    assert {"stop-queue", "provider-logs", "mail-doors", "check-all", "second-factor"} <= {*ids(one)}
    assert not {"unplug", "reimage", "memory-image"} & {*ids(one)}
    assert one.accounts == (made.ACCOUNT,)


def test_an_account_that_nobody_names_has_its_steps_once() -> None:
    report = Report.of([made.mailbox()])
    verdict = made.answered(app.judge(report), Answer.OUR_ACCOUNT, Strength.STRONG)
    one = planned(report, verdict, app.known())
    assert [(step.key, step.suspected) for step in one.steps if step.step.id == "end-sessions"] == [("end-sessions", True)]


def test_a_script_is_stopped_and_has_no_password() -> None:
    found = ids(plan("script"))
    assert "stop-script" in found
    assert not {"end-sessions", "mail-password", "mail-doors"} & {*found}
    assert not [step.key for step in plan("script").steps if step.step.phase is Phase.RESET]
    assert "stop-script" not in ids(plan("our-account"))


def test_exposed_asks_who_opened_it() -> None:
    found = ids(plan("exposed"))
    assert found[0] == "do-not-open"
    assert found.index("who-opened") < found.index("if-opened")
    assert not {"unplug", "mail-password", "reimage"} & {*found}


def test_putting_a_pc_back_is_never_a_precaution() -> None:
    one = plan("suspected")
    careful = {step.step.id for step in one.steps if step.is_precaution}
    assert {"unplug", "memory-image", "saved-passwords", "cards", "partners", "card-company"} <= careful
    assert not careful & {"reconnect", "conditions", "keep-apart", "tell-in-charge", "write-down", "second-look"}
    assert {"unplug@PC2"} <= {step.key for step in plan("our-device").steps if step.is_precaution}
    assert "unplug@PC1" not in {step.key for step in plan("our-device").steps if step.is_precaution}


def test_others_are_told_of_a_suspicion_only_when_it_is_certain() -> None:
    waiting = {step.step.id for step in plan("suspected").steps if step.waits}
    assert waiting == {"partners", "cards"}
    for sure in ("our-device", "our-account", "address-only"):
        assert not [step.key for step in plan(sure).steps if step.waits]


def test_exposed_checks_the_pcs_where_none_was_looked_at_and_deletes_last() -> None:
    assert "check-recipients" in ids(plan("exposed"))
    report = Report.of([made.mailbox(made.mail_finding()), reports.no_sign("PC3")])
    looked = ids(planned(report, app.judge(report), app.known()))
    assert "check-recipients" not in looked
    assert max(looked.index(name) for name in ("keep-mails", "who-opened", "if-opened")) < looked.index("delete-mail")


def test_a_password_that_was_used_twice_is_changed_twice() -> None:
    found = ids(plan("our-account"))
    assert found.index("mail-password") < found.index("same-password")


def test_a_pc_that_was_made_new_stays_off_the_firms_network_and_is_updated_over_another_line() -> None:
    steps = {step.step.id: step.step for step in plan("our-device").steps}
    for name in ("reimage", "restore"):
        said = "".join(words.ja for words in steps[name].how)
        assert "社内のネットワークには" in said
        assert "別の回線" in said


def test_undetermined_is_only_about_what_is_missing() -> None:
    assert ids(plan("undetermined")) == ["get-missing", "look-again", "close"]
    assert ids(plan("open")) == ["get-missing", "hold-logs", "more-mails", "close"]
    grounds = plan("undetermined").steps[0].grounds
    assert grounds
    assert all(ground.id.startswith("g-") and "調べられなかったもの" in ground.words.ja for ground in grounds)


def test_what_is_past_changes_passwords_and_isolates_nothing() -> None:
    one = plan("past")
    assert {"second-look", "mail-password", "saved-passwords", "law"} <= {*ids(one)}
    assert not {Phase.ISOLATE, Phase.PRESERVE, Phase.ERADICATE} & {step.step.phase for step in one.steps}
    assert "過去に" in one.openings[0].meaning.ja


def test_a_pc_of_the_past_is_neither_unplugged_nor_wiped_beside_an_infected_one() -> None:
    newer = replace(reports.no_sign("PC1"), id="PC1-0002", locator="case/later", seen_at="2026-11-25T09:00:00Z")
    report = Report.of([reports.infected("PC1"), newer, reports.infected("PC2")])
    one = planned(report, app.judge(report), app.known())
    assert {step.step.id for step in one.steps if step.target == "PC1"} == {"second-look", "what-was-on-it", "reconnect"}
    assert {"unplug", "reimage"} <= {step.step.id for step in one.steps if step.target == "PC2"}


def test_the_attachment_of_a_reported_mail_is_not_to_be_opened_and_nothing_is_isolated() -> None:
    report = Report.of([made.mailbox(made.mail_finding())])
    mail = replace(made.clue("from-foreign", author="x@shop.example"), origin=Origin("box-0001", "case/box.mbox", ("mail 3",)))
    verdict = made.answered(app.judge(report), Answer.ADDRESS_ONLY, Strength.STRONG)
    assert verdict.us
    one = planned(report, replace(verdict, us=replace(verdict.us, because=(mail,))), app.known())
    assert one.situations == (Situation.ADDRESS_ONLY,)
    assert "ask-inside" in ids(one)
    assert "添付ファイルを開く" in one.forbidden[0].ja
    assert not {Phase.ISOLATE, Phase.RESET, Phase.ERADICATE} & {step.step.phase for step in one.steps}
    assert "ask-inside" not in ids(plan("address-only"))


def test_no_sign_is_short() -> None:
    assert len(plan("no-sign").steps) <= 5


def test_several_situations_never_speak_against_each_other() -> None:
    one = plan("all")
    assert [step.target for step in one.steps if step.step.id == "unplug"] == ["PC1"]
    assert [step.target for step in one.steps if step.step.id == "look-again"] == ["PC4"]
    report, verdict = made.case("our-device")
    both = planned(report, made.answered(verdict, Answer.ADDRESS_ONLY, Strength.STRONG), app.known())
    assert both.situations == (Situation.OUR_DEVICE, Situation.ADDRESS_ONLY)
    assert not any("これだけを理由に" in words.ja for words in both.forbidden)


def test_a_suspicion_is_never_worded_as_certain() -> None:
    for name in ("suspected", "exposed", "undetermined", "no-sign", "past"):
        for opening in plan(name).openings:
            assert "感染しています" not in opening.meaning.ja
            assert "infected with" not in opening.meaning.en


def test_reasons_are_few_and_short() -> None:
    long = replace(reports.loader("PC1", Strength.CONCLUSIVE), words=Words(en="x" * 5000, ja="長" * 5000))
    report = Report.of([reports.source("PC1", reports.part("PC1", [long]))])
    one = planned(report, app.judge(report), app.known())
    assert one.steps[0].grounds
    assert all(len(ground.words.ja) <= 240 and len(step.grounds) <= 5 for step in one.steps for ground in step.grounds)


def test_the_order_of_the_sources_does_not_matter() -> None:
    report, verdict = made.case("all")
    sources = list(report.sources)
    random.Random(8).shuffle(sources)
    other = Report(tuple(sources))
    assert planned(other, app.judge(other), app.known()) == planned(report, verdict, app.known())


def test_a_plan_travels_between_processes() -> None:
    one = plan("all")
    assert pickle.loads(pickle.dumps(one)) == one


def test_a_large_fleet_is_planned_at_once() -> None:
    sources = []
    for number in range(200):
        host = f"PC{number:03}"
        findings = [replace(reports.pair(host), attack=(f"T{place}",)) for place in range(299)] + [reports.loader(host)]
        sources.append(reports.source(host, reports.part(host, findings)))
    report = Report.of(sources)
    verdict = app.judge(report)
    assert len(verdict.because) == 60_000
    tracemalloc.start()
    begun = time.perf_counter()
    one = planned(report, verdict, app.known())
    took, (_, peak) = time.perf_counter() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(one.hosts) == 200
    assert took < 5
    assert peak < 20_000_000
