"""What lies on a machine, and what could not be looked at there: made reports, in the words for people."""

from dataclasses import replace

import pytest
from support import reports

from mimawari import app
from mimawari.faces.text import View, page, plain
from mimawari.faces.text.explained import explained
from mimawari.faces.text.unseen import groups
from mimawari.model import LANGUAGES, About, Finding, ReadFinding, Reason, Report, Strength, Words

KNOWN = app.known()


def joined(text: str) -> str:
    """*text* with its line breaks taken out, so that phrases can be looked for."""
    lines = [line.strip() for line in text.splitlines()]
    return "".join(line if not line.isascii() else f" {line} " for line in lines).replace("  ", " ")


def text_of(report: Report, language: str) -> str:
    return joined(plain(page(report, KNOWN, language)))


def hit(about: About, host: str = "PC1", family: str | None = "emotet") -> Finding:
    return ReadFinding(
        name="rule-hit",
        origin=reports.origin("C:\\Users\\shop\\Documents\\x.bin", host=host),
        strength=Strength.STRONG,
        about=about,
        family=family,
        words=Words(en="“x.bin” fits.", ja="「x.bin」は一致します。"),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_machine_on_which_only_a_file_is_suspicious(language: str) -> None:
    text = text_of(Report.of([reports.source("PC1", reports.part("PC1", (hit(About.HOST),)))]), language)
    assert {"en": "Nothing shows that it runs there", "ja": "動作している（していた）形跡は確認できていません"}[language] in text
    both = text_of(Report.of([reports.source("PC1", reports.part("PC1", (reports.loader(),)))]), language)
    assert {"en": "may be infected with the malware Emotet", "ja": "感染している疑いがあります"}[language] in both


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_lies_on_a_machine_bears_its_name(language: str) -> None:
    text = text_of(Report.of([reports.source("PC1", reports.part("PC1", (hit(About.DELIVERY),)))]), language)
    assert {"en": "by which the malware Emotet is spread has reached PC1", "ja": "Emotet（エモテット）」に感染させるための"}[
        language
    ] in text


def test_gaps_that_say_the_same_are_told_once_each_with_its_place() -> None:
    locked = [reports.gap("content", f"{n}.zip", reason=Reason.ENCRYPTED, detail="a password is needed") for n in range(6)]
    other = reports.gap("content", "x.7z", reason=Reason.ENCRYPTED, detail="even its list of members is encrypted")
    report = Report.of([reports.source("PC1", reports.part("PC1", gaps=[*locked, other]))])
    text = text_of(report, "en")
    assert text.count("a password is needed:") == 1
    assert "0.zip 1.zip 2.zip and 3 more" in " ".join(text.split())
    assert "x.7z" in text
    assert "and 4 more" not in text
    assert all(f"{n}.zip" in joined(plain(explained(View(report, KNOWN, "en")))) for n in range(6))


def test_what_could_not_be_unpacked_is_one_gap_and_no_fault_of_the_rules() -> None:
    gaps = [
        reports.gap("content", "a.zip", reason=Reason.CORRUPT, detail="only 11 kB could be unpacked: zip member"),
        reports.gap("signature", "a.zip", reason=Reason.CORRUPT, detail="only 10981 bytes could be unpacked: zip member"),
        reports.gap("signature", "b.zip", reason=Reason.CORRUPT, detail="only 9 bytes could be unpacked: zip member"),
    ]
    found = groups(View(Report.of([reports.source("PC1", reports.part("PC1", gaps=gaps))]), KNOWN, "en"))
    assert [(set(group.wanted), {at.path for at in group.places}) for group in found] == [
        ({"content"}, {("a.zip",)}),
        ({"signature"}, {("b.zip",)}),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stream_of_office_is_called_what_it_is(language: str) -> None:
    path = ("a.doc", "\x01Ole10Native")
    gap = reports.gap("content", *path, reason=Reason.CORRUPT, detail="damaged here")
    text = text_of(Report.of([reports.source("PC1", reports.part("PC1", gaps=[gap]))]), language)
    assert "\\x01" not in text
    assert {"en": "data embedded in it (Ole10Native)", "ja": "文書に埋め込まれたデータ（Ole10Native）"}[language] in text


def test_one_place_of_two_checks_is_two_things() -> None:
    first = replace(reports.no_sign("PC1"), id="a", host="", machine="", kind="all-files", locator="all:D:\\")
    other = replace(first, id="b", runs=(replace(reports.RUN, id="r-other"),))
    twice = View(Report.of([first, other]), KNOWN, "en")
    assert (len(twice.hosts), twice.is_one) == (2, False)
    image = replace(first, id="c", kind="disk-image", locator="D:\\")
    once = View(Report.of([first, image]), KNOWN, "en")
    assert (len(once.hosts), once.is_one) == (1, True)
    assert len(View(Report.of([first, replace(image, runs=other.runs)]), KNOWN, "en").hosts) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_folder_that_holds_malware_makes_no_pc_beside_it_suspicious(language: str) -> None:
    folder = replace(reports.source("PC1", reports.part("PC1", (hit(About.HOST),)), kind="all-files"), host="", machine="")
    report = Report.of([folder, reports.no_sign("PC2")])
    own = {"en": "RESULT: MALWARE SUSPECTED", "ja": "【判定】マルウェアの疑い"}[language]
    assert own in text_of(report, language)
    assert {"en": "These hold what belongs to malware", "ja": "マルウェアの一部、またはその特徴を含むもの"}[language] in text_of(
        report, language
    )
    assert KNOWN.advice["code"].first.say(language) in text_of(report, language)
    assert own not in text_of(Report.of([reports.source("PC1", reports.part("PC1", (hit(About.HOST),)))]), language)
    said = joined(plain(explained(View(Report.of([folder]), KNOWN, language))))
    assert {"en": "the PC tells that it comes from", "ja": "元のPCで mimawari check"}[language] in said
