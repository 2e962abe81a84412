"""``mimawari case exposure``: the lists, the counts, what is recorded, and what is in none of them."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import stat
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from support import reports
from support.cli import complaint, invoke, saved, status
from support.exposure_people import OWN
from support.exposure_truth import SECRETS, World, written

from mimawari.app import exposing
from mimawari.exposure.ledger import Ledger, NoRoom
from mimawari.faces import lists

FILES = ("people.csv", "people.xlsx", "counts.json")


@pytest.fixture(autouse=True)
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case in the current folder, with the firm's file, a mailbox, a book and orders."""
    monkeypatch.setenv("MIMAWARI_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("LOGNAME", "山田")
    monkeypatch.delenv("MIMAWARI_CASE", raising=False)
    monkeypatch.chdir(tmp_path)
    # Workers take seconds to start; `test_real_workers` has them.
    monkeypatch.setattr(exposing, "engine_jobs", lambda _: 0)
    assert status(invoke("respond", str(saved(tmp_path, "PC1", reports.infected())), "--name", "件")) == 0
    Path("us.toml").write_text(f'domains = ["{OWN}"]\n', "utf-8")
    written(tmp_path, World(3, mails=200, rows=60, customers=40, partners=20))
    return tmp_path


def rows(folder: str = "out") -> list[dict[str, str]]:
    with Path(folder, "people.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def entries() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(invoke("case", "show", "--json").stdout)["entries"]
    return found


def sheet(path: str) -> str:
    with zipfile.ZipFile(path) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.startswith("xl/"))


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_lists_and_counts_are_written_said_and_recorded(lang: str) -> None:
    found = invoke("case", "exposure", "box.mbox", "book.vcf", "--out", "out", "--lang", lang)
    assert status(found) == 0, found.output
    people, counts = rows(), json.loads(Path("out/counts.json").read_text("utf-8"))
    assert len(people) == counts["people"] > 40
    assert counts["at_least"] is False
    assert re.search(rf"(?:told: |連絡が必要な人：){counts['people']}", found.stdout)
    facts = entries()[-1]["facts"]
    assert entries()[-1]["deed"] == "exposed"
    assert facts["people"] == counts["people"]
    assert {name: number for name, number in facts.items() if name.startswith("datum-")} == {
        f"datum-{kind}": number for kind, number in counts["by_datum"].items()
    }
    assert facts["sha256"] == hashlib.sha256(Path("out/people.csv").read_bytes()).hexdigest()
    assert Path("out/people.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    columns = {"en": ("Mail address", "Form of address"), "ja": ("メールアドレス", "敬称")}[lang]
    assert set(columns) <= set(people[0])


def test_real_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    assert status(invoke("case", "exposure", "box.mbox", "--out", "out")) == 0
    monkeypatch.setattr(exposing, "engine_jobs", lambda _: 2)
    assert status(invoke("case", "exposure", "box.mbox", "--out", "out2")) == 0
    assert rows() == rows("out2") != []


@pytest.mark.skipif(os.name == "nt", reason="no such modes there")
def test_only_the_owner_can_read_them() -> None:
    invoke("case", "exposure", "box.mbox", "--out", "out")
    assert {stat.S_IMODE(Path("out", name).stat().st_mode) for name in FILES} == {0o600}


def test_columns_that_were_guessed_are_told_wholly() -> None:
    names = (
        "注文者電話番号",
        "送付先電話番号",
        "送付先の住所都道府県",
        "送付先の郡市区",
        "送付先のそれ以降の住所",
        "注文者氏名",
        "送付先氏名",
    )
    head = ",".join(("注文番号", "注文日時", "注文者メールアドレス", *names))
    Path("guess.csv").write_text(f"{head}\n1,2026/01/01,a@example.co.jp,{',' * 6}\n", "utf-8")
    found = invoke("case", "exposure", "box.mbox", "--orders", "guess.csv", "--out", "out")
    assert status(found) == 0
    assert "at least" not in found.stdout
    assert all(name in found.stdout for name in names), "none is cut away"
    counts = json.loads(Path("out/counts.json").read_text("utf-8"))
    assert (counts["at_least"], {one["wanted"] for one in counts["notices"]}) == (False, {"order-layout"})
    assert any(row["Letter"] == "customer" for row in rows())


def test_no_secret_is_in_any_output_or_left_over_file(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = world / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert SECRETS[1].encode() in b"".join(map(_decoded, re.split(rb"(?m)^From x@", Path("box.mbox").read_bytes())))
    found = invoke("case", "exposure", "box.mbox", "book.vcf", "--orders", "orders.csv", "--out", "out")
    told = [found.output, invoke("case", "show", "--json").stdout, sheet("out/people.xlsx")]
    told += [Path("out", name).read_text("utf-8") for name in ("people.csv", "counts.json")]
    told += [Path("mimawari.case").read_bytes().decode("latin-1")]
    for secret in (*SECRETS, "4539 5787", "7654321", "090-1234-5678", "お世話になって"):
        assert not [text for text in told if secret in text], secret
    assert list(scratch.rglob("*")) == []
    assert sorted(path.name for path in Path("out").iterdir()) == sorted(FILES)


def _decoded(mail: bytes) -> bytes:
    import base64

    head, _, body = mail.partition(b"\n\n")
    return base64.b64decode(body, validate=False) if b"base64" in head else body


def test_the_list_is_not_kept_in_the_case() -> None:
    invoke("case", "exposure", "box.mbox", "book.vcf", "--out", "out")
    kept = Path("mimawari.case").read_bytes()
    assert [row for row in rows() if row["Mail address"].encode() in kept] == []


def test_formulas_in_names_are_none_in_the_lists() -> None:
    evil = '=HYPERLINK("http://evil.example/x","クリック")'
    head = "注文番号,注文者氏名,注文者メールアドレス,注文者住所,注文者郵便番号"
    cells = [f'1,"{evil.replace(chr(34), chr(34) * 2)}",a@x.co.jp,"+1+cmd|calc",530-0001', '2,"@SUM(1)",,"-2+3",530-0002']
    Path("evil.csv").write_text("\r\n".join((head, *cells)) + "\r\n", "utf-8", newline="")
    assert status(invoke("case", "exposure", "--orders", "evil.csv", "--out", "out")) == 0
    with Path("out/people.csv").open(encoding="utf-8-sig", newline="") as file:
        assert not [cell for row in csv.reader(file) for cell in row if cell[:1] in ("=", "+", "-", "@")]
    text = sheet("out/people.xlsx")
    assert "<f>" not in text
    assert "<hyperlink" not in text
    assert "HYPERLINK" in text, "nothing is lost either"


def test_postal_data_only_where_no_mail_reaches() -> None:
    invoke("case", "exposure", "--orders", "orders.csv", "--out", "out")
    for row in rows():
        assert bool(row["Mail address"]) != bool(row["Postal address (no mail address)"])


def test_what_is_there_is_not_replaced_unasked() -> None:
    Path("out").mkdir()
    Path("out/people.csv").write_text("worked on", "utf-8")
    assert "people.csv is there already" in complaint(invoke("case", "exposure", "box.mbox", "--out", "out"))
    assert Path("out/people.csv").read_text("utf-8") == "worked on"
    assert status(invoke("case", "exposure", "box.mbox", "--out", "out", "--force")) == 0
    assert len(rows()) > 20


def test_a_list_that_cannot_be_written_leaves_what_was_there(monkeypatch: pytest.MonkeyPatch) -> None:
    invoke("case", "exposure", "box.mbox", "--out", "out")
    before = {name: Path("out", name).read_bytes() for name in FILES}

    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(lists, "_settle", full)
    assert "could not be written" in complaint(invoke("case", "exposure", "box.mbox", "book.vcf", "--out", "out", "--force"))
    assert {name: Path("out", name).read_bytes() for name in FILES} == before
    assert sorted(path.name for path in Path("out").iterdir()) == sorted(FILES)
    assert len([one for one in entries() if one["deed"] == "exposed"]) == 1


@pytest.mark.parametrize(("lang", "said"), [("en", "no room"), ("ja", "空きが足りません")])
def test_no_room_to_sort_out_the_people(lang: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object) -> None:
        raise NoRoom("database or disk is full")

    monkeypatch.setattr(Ledger, "flush", full)
    assert said in complaint(invoke("case", "exposure", "--orders", "orders.csv", "--out", "out", "--lang", lang))
    assert not Path("out").exists()
    assert [one for one in entries() if one["deed"] == "exposed"] == []


def test_without_a_profile_it_says_who_was_taken_for_the_firm() -> None:
    Path("us.toml").unlink()
    found = invoke("case", "exposure", "box.mbox", "--out", "out")
    assert OWN in found.stderr
    assert not [row for row in rows() if row["Mail address"].endswith(OWN)]


def test_only_mailboxes_of_an_account() -> None:
    Path("other.mbox").write_bytes(
        b"".join(
            b"From x Thu Jan  1 00:00:00 2026\nTo: mori@midori-shop.jp\nFrom: a@x.co.jp\nSubject: x\n\nx\n\n" for _ in range(3)
        )
    )
    found = invoke("case", "exposure", "other.mbox", "box.mbox", "--account", f"tanaka@{OWN}", "--out", "out")
    assert "not counted" in found.stderr
    assert "a@x.co.jp" not in {row["Mail address"] for row in rows()}
    invoke("case", "exposure", "box.mbox", "--account", f"tanaka@{OWN}", "--out", "out2")
    assert len(rows("out2")) > 20


def test_what_is_neither_mailbox_nor_book_is_a_gap() -> None:
    Path("note.txt").write_text("nothing", "utf-8")
    found = invoke("case", "exposure", "note.txt", "box.mbox", "--out", "out")
    assert status(found) == 20
    gaps = json.loads(Path("out/counts.json").read_text("utf-8"))["gaps"]
    assert {(gap["locator"], gap["reason"]) for gap in gaps} == {("note.txt", "unsupported")}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name mailboxes"),
        (("box.mbox", "missing.mbox"), "missing.mbox is not there"),
        (("box.mbox", "--orders", "missing.csv"), "missing.csv is not there"),
        (("note.txt",), "this is no count"),
        (("box.mbox", "--account", "nobody@elsewhere.co.jp"), "is the mailbox of"),
        (("box.mbox", "--shop", "nowhere"), "no shop system"),
        (("box.mbox", "--shop", "rakuten", "--columns", "x.toml"), "not both"),
        (("box.mbox", "--columns", "x.toml"), "x.toml cannot be read"),
        (("box.mbox", "--account", "tanaka"), "no mail address"),
        (("box.mbox", "--us", "absent.toml"), "absent.toml"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(words: tuple[str, ...], said: str) -> None:
    Path("note.txt").write_text("nothing", "utf-8")
    assert said in complaint(invoke("case", "exposure", *words, "--out", "out"))
    assert not Path("out").exists()
    assert [one["deed"] for one in entries()].count("exposed") == 0


def test_a_file_that_is_named_twice_is_read_once() -> None:
    Path("all").mkdir()
    for name in ("box.mbox", "book.vcf", "orders.csv"):
        Path(name).rename(Path("all", name))
    invoke(
        "case",
        "exposure",
        "all",
        "all/box.mbox",
        "all/book.vcf",
        "--orders",
        "all/orders.csv",
        "--orders",
        "all/orders.csv",
        "--out",
        "out",
    )
    places = json.loads(Path("out/counts.json").read_text("utf-8"))["places"]
    assert {one["what"]: one["items"] for one in places} == {"mail": 200, "contact": 20, "order": 60}


def test_what_the_counts_leave_open_is_said() -> None:
    found = invoke("case", "exposure", "box.mbox", "--orders", "orders.csv", "--out", "out", "--lang", "ja")
    counts = json.loads(Path("out/counts.json").read_text("utf-8"))
    assert counts["masked"] > 0
    assert f"このうち{counts['masked']}人は、ショッピングモール" in found.stdout
    assert counts["staff_counted"] is False
    assert "自社の従業員は入っていません。加える必要があるかどうか【要確認】" in found.stdout
    assert "本文に名前だけがあり、メールアドレスがない人は、一覧に入っていません" in found.stdout
    assert entries()[-1]["facts"]["masked"] == counts["masked"]


@pytest.mark.parametrize(("lang", "said"), [("en", "1 addresses begin with + or -"), ("ja", "アドレスが1件あります")])
def test_an_address_that_begins_with_a_sign_is_named_for_the_workbook(lang: str, said: str) -> None:
    head = "注文番号,注文者氏名,注文者メールアドレス"
    Path("signs.csv").write_text(f"{head}\r\n1,山田太郎,+abc@docomo.ne.jp\r\n2,佐藤花子,b@docomo.ne.jp\r\n", "utf-8", newline="")
    found = invoke("case", "exposure", "--orders", "signs.csv", "--out", "out", "--lang", lang)
    assert said in found.stderr
    assert ">+abc@docomo.ne.jp<" in sheet("out/people.xlsx")


def test_kinds_for_the_letter_have_no_numbers() -> None:
    invoke("case", "exposure", "--orders", "orders.csv", "--out", "out")
    assert {row["Data concerned"] for row in rows()} == {"name, mail address, postal address, telephone number, orders"}
