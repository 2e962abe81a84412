"""``mimawari knowledge release``, by the command line alone."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.cases import FOLDER as CASES
from support.cli import complaint, invoke, status
from support.update_world import FIRST, PACKED, SECOND, Publisher, folder_of
from support.yara_rules import rules as our_rules

from mimawari import app
from mimawari.faces.cli import commands
from mimawari.faces.cli.update import STATUS
from mimawari.updates import Kind


def asked(*words: object, typed: str = "secret\nsecret\n") -> str:
    """What it prints where it ends well."""
    given = ["knowledge", "release", *map(str, words)]
    result = CliRunner(env={"LC_ALL": "C"}).invoke(commands, given, input=typed, standalone_mode=False)
    assert result.exception is None, (words, result.output, result.exception)
    return result.output


class TestRelease:
    """By the command line alone: keys, roles, an update, a refused one, a bundle."""

    def test_from_the_first_key_to_the_bundle(self, tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        for name in ("anna", "ben", "server"):
            assert "secret" not in asked("key", name)
        people = [word for role in ("root", "targets") for name in ("anna", "ben") for word in (f"--{role}", f"{name}.pub.json")]
        asked("init", "repo", *people, "--online", "server.pub.json")
        cases = tmp_path / "cases" / "serial-name"
        shutil.copytree(Path(__file__).parents[2] / "cases" / "serial-name", cases)
        said = asked("add", "repo", folder_of(FIRST, tmp_path / "new"), "--cases", cases.parent)
        assert f"knowledge {FIRST} meets all {len(list(cases.iterdir()))} cases" in said
        shown = asked("show", "repo")
        assert "draft, signatures missing: 2" in shown
        assert shown.count("2 of these keys have to sign") == 2
        assert shown.count(json.loads(Path("anna.pub.json").read_text())["keyid"]) == 2
        (archive,) = Path("repo/targets").iterdir()
        assert f"knowledge-{FIRST}.zip" in shown
        assert sha256(archive.read_bytes()).hexdigest() in shown
        for name in ("anna", "ben", "server"):
            signed = asked("sign", "repo", "--key", name)
            assert sha256(archive.read_bytes()).hexdigest() in signed
            assert f"changes against {app.known().version}, which came with this program:" in signed
            assert f'new      version: "{FIRST}"' in signed
        assert "published: root, targets, snapshot, timestamp" in asked("publish", "repo")
        asked("bundle", "repo", "carried.zip")
        assert status(invoke("update", "--from", "carried.zip", "--root", "repo/metadata/1.root.json")) == 0
        assert json.loads(invoke("knowledge", "--json").stdout)["version"] == FIRST

    def test_a_case_that_cannot_be_read_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "cases/serial-name").mkdir(parents=True)
        (tmp_path / "cases/serial-name/bad.toml").write_text("why = 3\nnothing = 1")
        given = ("add", tmp_path / "repo", folder_of(FIRST, tmp_path / "new"), "--cases", tmp_path / "cases")
        assert "serial-name/bad.toml" in complaint(invoke("knowledge", "release", *map(str, given)))

    def test_what_is_refused_has_the_status_of_its_kind(self, tmp_path: Path) -> None:
        (tmp_path / "new").mkdir()
        result = invoke("knowledge", "release", "add", str(tmp_path), str(tmp_path / "new"), "--cases", str(tmp_path))
        assert status(result) == STATUS[Kind.UNUSABLE]
        assert "about.toml" in str(result.exception)


def test_it_says_what_was_tried_and_what_was_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted by hand in a folder of three cases."""
    monkeypatch.setattr(app, "lost_cases", lambda *_: (3, []))
    cases = tmp_path / "cases"
    named = ("fits-police-quarantine", "silent-the-random-number-step")
    for path in (*(CASES / "rule-hit" / f"{name}.toml" for name in named), next((CASES / "serial-name").iterdir())):
        (cases / path.parent.name).mkdir(parents=True, exist_ok=True)
        shutil.copy(path, cases / path.parent.name)
    said = asked("add", Publisher(tmp_path / "p").repository.folder, folder_of(FIRST, tmp_path / "new"), "--cases", cases)
    assert "1 cases of detectors" in said
    assert "1 contents that YARA rules have to fit, of 1 rules; 1 contents that no rule may fit" in said
    untried = said.partition("rules without such a content: ")[2]
    assert "emotet_epoch4_key" in untried
    assert "police_quarantine" not in untried


def test_each_rule_of_ours_has_a_content() -> None:
    tried = app.tried_cases(CASES, PACKED)
    assert (tried.untried, tried.rules) == ((), len(our_rules()))
    assert tried.silent > 20


class TestPassphrase:
    def test_an_empty_one_is_refused_in_words(self, tmp_path: Path) -> None:
        for tongue, word in (("en", "a key needs a passphrase"), ("ja", "鍵には必ずパスフレーズを設定してください")):
            said = asked("key", tmp_path / tongue, "--lang", tongue, typed="\n\nsecret\nsecret\n")
            assert said.count(word) == 2
            assert "ENCRYPTED" in (tmp_path / tongue).read_text()

    def test_all_of_it_is_in_the_readers_language(self, tmp_path: Path) -> None:
        said = asked("key", tmp_path / "anna", "--lang", "ja", typed="one\nother\nsecret\nsecret\n")
        assert said.count("もう一度入力してください") == 2
        assert said.count("2回の入力が一致しません") == 1
        assert not {"Repeat", "Error", "entered"} & {*said.replace(":", " ").split()}

    def test_a_file_of_the_server(self, tmp_path: Path) -> None:
        (tmp_path / "passphrase").touch(0o600)
        (tmp_path / "passphrase").write_text("secret\n")
        for name in ("first", "second"):
            asked("key", tmp_path / name, "--passphrase-file", tmp_path / "passphrase", typed="")
        keys = [word for role in ("root", "targets", "online") for word in (f"--{role}", tmp_path / "first.pub.json")]
        asked("init", tmp_path / "repo", *keys, "--root-threshold", 1, "--targets-threshold", 1, typed="")
        by_hand = asked("sign", tmp_path / "repo", "--key", tmp_path / "first", typed="secret\n")
        by_file = asked(
            "sign", tmp_path / "repo", "--key", tmp_path / "first", "--passphrase-file", tmp_path / "passphrase", typed=""
        )
        assert "signed: root, targets, snapshot, timestamp" in by_hand
        assert "signed: root, targets, snapshot, timestamp" in by_file


class TestCompare:
    @pytest.fixture
    def drafted(self, tmp_path: Path) -> Publisher:
        publisher = Publisher(tmp_path / "publisher")
        publisher.release(FIRST)
        folder = folder_of(SECOND, tmp_path / "new")
        (folder / "yara/more.yar").write_text('rule more { strings: $a = "\\x1b[31mred" condition: $a } // \x1b[31m')
        app.release.add(publisher.repository.folder, folder, tmp_path, lambda *_: (1, []))
        return publisher

    def test_in_both_languages(self, drafted: Publisher) -> None:
        words = {"en": ("file new      yara/more.yar", "new      more"), "ja": ("追加されたファイル  yara/more.yar", "追加  more")}
        for tongue, said in words.items():
            shown = asked("compare", drafted.repository.folder, "--lang", tongue)
            assert [one for one in said if f"  {one}" not in shown] == []
            assert f'version: "{FIRST}"' in shown
            assert "+rule more" not in shown

    def test_every_line_harmless(self, drafted: Publisher) -> None:
        shown = asked("compare", drafted.repository.folder, "--lines")
        assert "    +rule more { strings: " in shown
        assert "\x1b" not in shown

    def test_who_has_signed(self, drafted: Publisher) -> None:
        drafted.repository.sign(drafted.signers["ben"])
        shown = asked("show", drafted.repository.folder)
        targets = shown[shown.index("targets ") : shown.index("snapshot ")]
        keyid = {name: drafted.signers[name].public_key.keyid for name in ("anna", "ben")}
        assert f"{keyid['ben']}  has signed" in targets
        assert f"{keyid['anna']}  has not signed" in targets
