"""A redacted bag names nobody outside the firm, in no file, whatever field somebody was named in."""

import hashlib
import json
import re
from dataclasses import replace
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from support import plans, reports
from support.bags import every_file, sums, unpacked
from support.cli import complaint, invoke, saved, status

from mimawari.app import case_opening
from mimawari.model import Letter, ReadFinding, Reason, Source, Strength, Words

HINO, ROSA = "hino.osamu@kobo-planted.example.com", "rosa@bakery-planted.example.net"
SECRETS = ("hino.osamu", "日野", "rosa", "bakerova")
US = """
name = "Midori"
domains = ["midori.example.jp"]

[[accounts]]
address = "yama@midori.example.jp"
person = "山田 恵"
"""


def planted() -> Source:
    """A source with somebody in every field that can hold a text from outside."""
    bare = reports.infected()
    origin = replace(reports.origin(f"Inbox/{HINO}.eml", "日野 太郎の件"), locator=f"case/{ROSA}")
    finding = ReadFinding(
        name="borrowed-name", origin=origin, strength=Strength.HINT, about=reports.loader().about,
        words=Words(
            en=f"The name “Rosa Bakerova” stands with {ROSA}; yama@midori.example.jp got it.",
            ja=f"日野 太郎（{HINO}）を名乗っています。",
        ),
        given=(("name", "Rosa Bakerova"), ("address", ROSA), ("own", "yama@midori.example.jp"), ("way", f"for <{HINO}>")),
    )  # fmt: skip
    letter = Letter(
        ("Inbox", HINO), "2022-11-10", f"日野 太郎 <{HINO}>", f"Re: 日野太郎様 {ROSA.upper()}", f"<1.2@{HINO.split('@')[1]}>"
    )
    gap = replace(reports.gap("content", f"x/{ROSA}", reason=Reason.CORRUPT), detail=f"asked {HINO}")
    part = replace(bare.parts[0], findings=(*bare.parts[0].findings, finding), gaps=(gap,), letters=(letter,), key=f"mail-{ROSA}")
    part = replace(part, findings=tuple(sorted(part.findings)))
    return replace(bare, locator=f"case/{ROSA}", inside=f"box of {HINO}", parts=(part,))


@pytest.fixture(autouse=True)
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case whose reports, names and notes name two people outside the firm."""
    monkeypatch.setattr(case_opening, "plan_of", plans.planned)
    monkeypatch.setenv("MIMAWARI_STATE", str(tmp_path / "state"))
    monkeypatch.delenv("MIMAWARI_CASE", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "us.toml").write_text(US, "utf-8")
    path = saved(tmp_path, f"report-{ROSA}", planted())
    assert status(invoke("respond", str(path), "--name", f"mails of 日野 太郎 <{HINO}>", "--who", "山田 恵")) == 0
    invoke("case", "note", f"Rosa called ({ROSA}); 日野さん also. yama@midori.example.jp and 山田 恵 know.", "--who", "山田 恵")
    invoke("case", "contact", "mail-provider", "--text", f"they will call {HINO.replace('@', '[@]')}", "--who", "森")
    return tmp_path


def text_of(name: str, data: bytes) -> str:
    """What people can read of a file."""
    if name.endswith(".pdf"):
        found = PdfReader(BytesIO(data))
        return "".join(page.extract_text() for page in found.pages) + repr(found.metadata)
    text = data.decode("utf-8")
    return unescape(text) if name.endswith(".html") else text


def found_in(files: dict[str, bytes]) -> list[tuple[str, str]]:
    texts = {name: f"{name}\n{text_of(name, data)}" for name, data in files.items() if name != "data/tool-files.txt"}
    squeezed = {name: re.sub(r"\s", "", text).lower() for name, text in texts.items()}
    return [(name, secret) for name, text in squeezed.items() for secret in SECRETS if secret in text]


def test_what_is_planted_would_be_seen(world: Path) -> None:
    invoke("case", "seal", "--out", "open", "--copy", "us.toml")
    seen = {secret for _, secret in found_in({n: d for n, d in every_file(world / "open").items() if not n.endswith(".case")})}
    assert seen == {"hino.osamu", "日野", "rosa", "bakerova"}


@pytest.mark.parametrize("out", ["bag", "bag.zip"])
def test_nobody_outside_is_in_any_file_and_own_people_stay(world: Path, out: str) -> None:
    made = invoke("case", "seal", "--out", out, "--redact", "--who", "山田 恵")
    assert status(made) == 0, made.output
    bag = world / out if out == "bag" else unpacked(world / out, world / "x")
    files = every_file(bag)
    assert found_in(files) == []
    assert sums(bag)
    every = "".join(text_of(name, data) for name, data in files.items())
    for kept in ("yama@midori.example.jp", "山田 恵", "bakery-planted.example.net", "kobo-planted.example.com", "loader-autostart"):
        assert kept in every, kept
    assert "data/case/mimawari.case" not in files
    assert "REDACTED" in files["README.txt"].decode()
    assert "byte for byte" not in files["README.txt"].decode() + files["data/contents.tsv"].decode()
    assert b"Mimawari-Redacted: yes" in files["bag-info.txt"]


def test_the_originals_are_known_by_their_digests_and_nothing_else_of_the_report_changed(world: Path) -> None:
    invoke("case", "seal", "--out", "bag", "--redact")
    (original,) = world.glob("report-*.json")
    files = every_file(world / "bag")
    assert hashlib.sha256(original.read_bytes()).hexdigest() in files["data/originals.txt"].decode()
    (name,) = (name for name in files if name.startswith("data/report/"))
    masked, whole = json.loads(files[name]), json.loads(original.read_bytes())
    assert masked["verdict"] == whole["verdict"]
    assert [one["id"] for one in masked["findings"]] == [one["id"] for one in whole["findings"]]
    html = files["data/pages/en/annex.html"].decode()
    assert [one["id"] for one in masked["findings"] if one["strength"] != "hint" and one["id"] not in html] == []
    lines = [json.loads(line) for line in files["data/case/record.jsonl"].splitlines()]
    entries = json.loads(invoke("case", "show", "--json").stdout)["entries"]
    assert [line["hash"] for line in lines] == [entry["hash"] for entry in entries[: len(lines)]]


def test_without_the_firms_file_everybody_is_masked_and_it_is_said(world: Path) -> None:
    (world / "us.toml").unlink()
    made = invoke("case", "seal", "--out", "bag", "--redact")
    assert "its own people are masked too" in made.stderr
    assert b"yama@midori" not in b"".join(data for name, data in every_file(world / "bag").items() if not name.endswith(".pdf"))


def test_copies_and_masks_do_not_go_together(world: Path) -> None:
    assert "do not go together" in complaint(invoke("case", "seal", "--out", "bag", "--redact", "--copy", "us.toml"))
    assert not (world / "bag").exists()
