"""``mimawari case exposure`` where the case cannot be written: the lists are there, and it is said that nothing tells of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import reports
from support.cli import invoke, saved, status

from mimawari.app import casework, exposing


@pytest.mark.parametrize(("lang", "said"), [("en", "the case has no entry of them"), ("ja", "対応の記録には残せませんでした")])
def test_lists_without_an_entry_are_told(lang: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no(*_: object, **__: object) -> None:
        raise casework.CaseTrouble(casework.Kind.READ_ONLY, place="mimawari.case", why="x")

    monkeypatch.setenv("MIMAWARI_STATE", str(tmp_path / "state"))
    monkeypatch.delenv("MIMAWARI_CASE", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(exposing, "engine_jobs", lambda _: 0)
    assert status(invoke("respond", str(saved(tmp_path, "PC1", reports.infected())), "--name", "件")) == 0
    Path("o.csv").write_text("注文番号,氏名,メールアドレス\n1,山田,a@example.co.jp\n", "utf-8")
    monkeypatch.setattr(casework, "record", no)
    found = invoke("case", "exposure", "--orders", "o.csv", "--out", "out", "--lang", lang)
    assert status(found) == 2
    assert said in found.stderr
    assert "a@example.co.jp" in Path("out/people.csv").read_text("utf-8-sig")
