"""What people look at before they sign: what a draft changes, and who has signed; and the passphrases of keys."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.cases import FOLDER as CASES
from support.update_world import FIRST, SECOND, Publisher, archive_of, folder_of
from tuf.api.metadata import TargetFile, Targets

from mimawari import app, updates
from mimawari.signatures.yara.rule_words import rule_words
from mimawari.updates import Kind
from mimawari.updates.release import tool
from mimawari.updates.release.changes import Difference, RuleWords

WORDS: RuleWords = rule_words


class TestDifference:
    """What people look at before they sign."""

    def _draft(self, publisher: Publisher, change: Callable[[Path], None]) -> Difference:
        folder = folder_of(SECOND, publisher.folder / "new", as_of="2026-11-27")
        change(folder)
        tool.add(publisher.repository.folder, folder, CASES, lambda *_: (1, []))
        return tool.compared(publisher.repository.folder, WORDS)

    def test_rules_rows_and_files(self, publisher: Publisher) -> None:
        def change(folder: Path) -> None:
            rules = folder / "yara" / "traces.yar"
            told = rules.read_text("utf-8").replace("$key at 0", "false and $key at 0")
            rules.write_text(told + "/* rule hidden { condition: true } */ rule brought { condition: false }", "utf-8")
            (folder / "yara" / "more.yar").write_text("rule further { condition: false }", "utf-8")
            traces = folder / "traces.toml"
            traces.write_text(traces.read_text("utf-8").replace('strength = "strong"', 'strength = "hint"', 1), "utf-8")
            desks = folder / "desks" / "police.toml"
            desks.write_text("# moved\n" + desks.read_text("utf-8"), "utf-8")

        (found,) = self._draft(publisher, change).comparisons
        assert (found.before, found.name) == (FIRST, f"knowledge-{SECOND}.zip")
        changes = {one.name: one for one in found.changes}
        assert {name: one.kind for name, one in changes.items()} == {
            "about.toml": "changed", "desks/police.toml": "changed", "traces.toml": "changed", "yara/more.yar": "new",
            "yara/traces.yar": "changed",
        }  # fmt: skip
        rules = changes["yara/traces.yar"]
        assert (rules.gone, rules.new, rules.changed) == ((), ("brought",), ("police_quarantine",))
        assert changes["yara/more.yar"].new == ("further",)
        traces = changes["traces.toml"]
        assert [row.partition(".")[2] for row in (*traces.gone, *traces.new)] == ['strength: "strong"', 'strength: "hint"']
        assert traces.gone[0].startswith("trace[")
        assert changes["desks/police.toml"].gone + changes["desks/police.toml"].new == ()
        assert "+# moved" in changes["desks/police.toml"].lines

    def test_a_rule_that_is_commented_out_is_gone(self, publisher: Publisher) -> None:
        def change(folder: Path) -> None:
            rules = folder / "yara" / "traces.yar"
            rules.write_text(f"/*{rules.read_text('utf-8').replace('*/', '')}*/", "utf-8")

        (found,) = self._draft(publisher, change).comparisons
        assert {one.name: one.gone for one in found.changes}["yara/traces.yar"] == (
            "emotet_logged_list", "police_quarantine",
        )  # fmt: skip

    def test_comments_and_blanks_change_no_rule(self) -> None:
        text = 'global rule a { strings: $x = "a//b" condition: $x } private rule b { condition: true }'
        assert WORDS(text) == WORDS(text.replace(" }", "\n// }\n}").replace("rule b", "/**/rule b"))
        assert WORDS(text)["a"] != WORDS(text.removeprefix("global "))["a"]
        assert WORDS("") == {}

    def test_against_what_came_with_the_program(self, publisher: Publisher) -> None:
        self._draft(publisher, lambda _: None)
        (found,) = tool.compared(publisher.repository.folder, WORDS, with_packed=True).comparisons
        assert (found.before, found.before_sha256) == (app.known().version, "")
        assert [one.name for one in found.changes] == ["about.toml"]

    def test_nothing_drafted_changes_nothing(self, publisher: Publisher) -> None:
        publisher.repository.renew("timestamp", {"timestamp": 1}, publisher.now)
        assert not tool.compared(publisher.repository.folder, WORDS)

    def test_what_else_a_draft_names_is_told(self, publisher: Publisher) -> None:
        targets = publisher.repository.changed(Targets, 1, publisher.now)
        (name,) = targets.signed.targets
        targets.signed.targets = {"setup.exe": TargetFile(1, {"sha256": "00" * 32}, "setup.exe")}
        publisher.repository.write(targets)
        found = tool.compared(publisher.repository.folder, WORDS)
        assert (found.comparisons, found.gone, found.odd) == ((), (name,), ("setup.exe",))

    def test_an_archive_that_was_changed_on_the_way_is_not_compared(self, publisher: Publisher) -> None:
        self._draft(publisher, lambda _: None)
        archive_of(publisher, SECOND).write_bytes(b"PK")
        with pytest.raises(updates.Trouble) as caught:
            tool.compared(publisher.repository.folder, WORDS)
        assert caught.value.kind is Kind.UNTRUSTED

    def test_nor_with_a_past_that_nobody_signed(self, publisher: Publisher) -> None:
        self._draft(publisher, lambda _: None)
        publisher.rewrite("targets", lambda signed: signed.targets.clear(), ["anna", "stranger"])
        with pytest.raises(updates.Trouble) as caught:
            tool.compared(publisher.repository.folder, WORDS)
        assert caught.value.kind is Kind.UNTRUSTED


class TestWhoHasSigned:
    def _keys(self, publisher: Publisher, *names: str) -> set[str]:
        return {publisher.signers[name].public_key.keyid for name in names}

    def test_a_draft_of_the_targets(self, publisher: Publisher) -> None:
        publisher.repository.renew("targets", {"targets": 1, "snapshot": 1, "timestamp": 1}, publisher.now)
        publisher.repository.sign(publisher.signers["chie"])
        rows = {row.role: row for row in tool.standing(publisher.repository.folder)}
        assert set(rows["targets"].signed) == self._keys(publisher, "chie")
        assert set(rows["targets"].keys) == self._keys(publisher, "anna", "ben", "chie")
        assert rows["timestamp"].signed == ()
        assert set(rows["root"].signed) >= self._keys(publisher, "anna", "ben")

    def test_a_signature_over_something_else_is_none(self, publisher: Publisher) -> None:
        publisher.repository.renew("targets", {"targets": 1, "snapshot": 1, "timestamp": 1}, publisher.now)
        publisher.repository.sign(publisher.signers["chie"])
        draft = publisher.repository.draft(Targets)
        draft.signed.version += 1
        publisher.repository.write(draft)
        assert next(row for row in tool.standing(publisher.repository.folder) if row.role == "targets").signed == ()

    def test_a_draft_of_the_root_names_the_keys_of_the_one_before(self, publisher: Publisher) -> None:
        new = [publisher.folder / "stranger.pub.json", publisher.folder / "server.pub.json"]
        tool.reman(publisher.repository.folder, "root", new, self._keys(publisher, "anna", "ben", "chie"))
        publisher.repository.sign(publisher.signers["anna"])
        row = tool.standing(publisher.repository.folder)[0]
        assert (set(row.keys), set(row.before)) == (
            self._keys(publisher, "stranger", "server"), self._keys(publisher, "anna", "ben", "chie"),
        )  # fmt: skip
        assert (set(row.signed), row.before_threshold, row.missing) == (self._keys(publisher, "anna"), 2, 2)


class TestPassphraseFile:
    def _file(self, tmp_path: Path, content: bytes, mode: int = 0o600) -> Path:
        path = tmp_path / "passphrase"
        path.write_bytes(content)
        path.chmod(mode)
        return path

    @pytest.mark.parametrize("content", ["correct 馬\n", "correct 馬\r\nmore", "correct 馬"])
    def test_its_first_line(self, content: str, tmp_path: Path) -> None:
        assert tool.passphrase_in(self._file(tmp_path, content.encode())) == "correct 馬"

    @pytest.mark.parametrize("content", [b"", b"\nsecret", b"\xff\xfe"])
    def test_no_line(self, content: bytes, tmp_path: Path) -> None:
        with pytest.raises(updates.Trouble):
            tool.passphrase_in(self._file(tmp_path, content))

    @pytest.mark.skipif(sys.platform == "win32", reason="only where the rights of a file are told in this way")
    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o602, 0o610])
    def test_one_that_is_not_its_owners_alone(self, mode: int, tmp_path: Path) -> None:
        with pytest.raises(updates.Trouble) as caught:
            tool.passphrase_in(self._file(tmp_path, b"secret", mode))
        assert "chmod 600" in caught.value.words.en

    @pytest.mark.skipif(sys.platform == "win32", reason="only where there are such pipes")
    def test_what_would_keep_its_reader_for_ever(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe", 0o600)
        with pytest.raises(updates.Trouble):
            tool.passphrase_in(tmp_path / "pipe")
