"""The regression cases that no update may lose."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.cases import FOLDER as CASES
from support.update_world import SECOND, Publisher, folder_of

from mimawari import app, knowledge, updates
from mimawari.updates import Kind
from mimawari.updates.release import tool


class TestCases:
    def _folder(self, tmp_path: Path, table: str, old: str, new: str) -> Path:
        folder = folder_of(SECOND, tmp_path / "new")
        path = folder / table
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        return folder

    def test_all_are_met_by_what_we_have(self, publisher: Publisher, tmp_path: Path) -> None:
        folder = folder_of(SECOND, tmp_path / "new")
        added = tool.add(publisher.repository.folder, folder, CASES, app.lost_cases)
        assert added.cases == len(list(CASES.glob("*/*.toml")))
        assert added.version == SECOND

    def test_a_lost_one_is_named(self, publisher: Publisher, tmp_path: Path) -> None:
        """A trace that weighs less than its cases say."""
        folder = self._folder(tmp_path, "traces.toml", 'strength = "strong"', 'strength = "hint"')
        with pytest.raises(updates.Trouble) as caught:
            tool.add(publisher.repository.folder, folder, CASES, app.lost_cases)
        assert caught.value.kind is Kind.UNUSABLE
        assert 0 < caught.value.facts["count"] < 100  # type: ignore[operator]
        assert publisher.repository.drafts() == ()

    def test_no_case_is_no_proof(self, publisher: Publisher, tmp_path: Path) -> None:
        folder = folder_of(SECOND, tmp_path / "new")
        (tmp_path / "none").mkdir()
        with pytest.raises(updates.Trouble) as caught:
            tool.add(publisher.repository.folder, folder, tmp_path / "none", app.lost_cases)
        assert caught.value.kind is Kind.ASKED

    def test_what_cannot_be_loaded(self, publisher: Publisher, tmp_path: Path) -> None:
        folder = self._folder(tmp_path, "families.toml", "\nnames = ", "\nnomes = ")
        with pytest.raises(updates.Trouble) as caught:
            tool.add(publisher.repository.folder, folder, CASES, app.lost_cases)
        assert caught.value.kind is Kind.UNUSABLE

    def test_a_list_that_was_emptied(self, publisher: Publisher, tmp_path: Path) -> None:
        """Detectors stumble over it, near misses are not met by that."""
        folder = folder_of(SECOND, tmp_path / "new")
        path = folder / "emotet_words.toml"
        path.write_text(re.sub(r"^words = .*$", 'words = ""', path.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
        with pytest.raises(updates.Trouble) as caught:
            tool.add(publisher.repository.folder, folder, CASES, app.lost_cases)
        assert caught.value.kind is Kind.UNUSABLE
        assert "serial-name/" in str(caught.value.facts["names"])
        assert publisher.repository.drafts() == ()

    @pytest.mark.parametrize(
        ("old", "new", "lost"),
        [
            ("$key at 0", "$key at 1", "rule-hit/fits-police-quarantine"),
            ('strength     = "strong"', 'strength     = "hint"', "rule-hit/fits-police-quarantine"),
            ("$key at 0", "$key at 0 or filesize < 100KB", "rule-hit/silent-"),
            ("$key at 0", "$kee at 0", "police_quarantine"),
        ],
        ids=["narrowed", "weakened", "fits what is honest", "does not compile"],
    )
    def test_a_rule_that_lost_what_it_fitted(self, old: str, new: str, lost: str, publisher: Publisher, tmp_path: Path) -> None:
        folder = self._folder(tmp_path, "yara/traces.yar", old, new)
        with pytest.raises(updates.Trouble) as caught:
            tool.add(publisher.repository.folder, folder, CASES, app.lost_cases)
        assert caught.value.kind is Kind.UNUSABLE
        assert publisher.repository.drafts() == ()
        assert any(lost in name for name in app.lost_cases(CASES, app.known(folder))[1])

    def test_rules_that_are_all_dead(self, publisher: Publisher, tmp_path: Path) -> None:
        """Each is named, and none is signed, published and installed."""
        folder = folder_of(SECOND, tmp_path / "new")
        for path in (folder / "yara").glob("*.yar"):
            path.write_text(re.sub(r"condition:\s*", "condition: false and ", path.read_text("utf-8")), "utf-8")
        count, lost = app.lost_cases(CASES, knowledge.load(folder))
        fitting = {f"rule-hit/{path.stem}" for path in (CASES / "rule-hit").glob("fits-*.toml")}
        assert fitting - {*lost} == set()
        assert len(fitting) > 30
        assert count > len(fitting)
        with pytest.raises(updates.Trouble) as caught:
            tool.add(publisher.repository.folder, folder, CASES, app.lost_cases)
        assert caught.value.kind is Kind.UNUSABLE
        assert publisher.repository.drafts() == ()

    def test_a_file_that_is_left_out(self, publisher: Publisher, tmp_path: Path) -> None:
        folder = folder_of(SECOND, tmp_path / "new")
        (folder / "desks" / "police.toml").unlink()
        with pytest.raises(updates.Trouble) as caught:
            tool.add(publisher.repository.folder, folder, CASES, app.lost_cases)
        assert caught.value.facts["names"] == "desks/police.toml"
