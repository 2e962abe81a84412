"""``mimawari update`` and what the knowledge in use is said to be."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from support.cli import invoke, status
from support.update_world import FIRST, PACKED, SECOND, Publisher

from mimawari import app
from mimawari.faces.cli.update import STATUS
from mimawari.updates import Kind, trust

OURS = app.known().version


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Publisher:
    publisher = Publisher(tmp_path_factory.mktemp("beginning") / "publisher")
    publisher.release(FIRST)
    return publisher


@pytest.fixture
def repo(beginning: Publisher, tmp_path: Path, state: Path) -> Path:
    """A repository that may be spoiled; the state of the program is in a folder of its own."""
    return Path(shutil.copytree(beginning.repository.folder, tmp_path / "repo"))


def updated(repo: Path, *words: str) -> None:
    result = invoke("update", str(repo), "--root", str(repo / "metadata/1.root.json"), *words)
    assert status(result) == 0, result.output


def test_each_kind_of_trouble_has_a_status_of_its_own() -> None:
    assert set(STATUS) == set(Kind)
    assert len(set(STATUS.values())) == len(Kind)
    levels = {10, 11, 12, 20, 0, 3, 70, 130}
    assert not levels & set(STATUS.values())


def test_first_use(repo: Path) -> None:
    result = invoke("update", str(repo), "--root", str(repo / "metadata/1.root.json"))
    assert status(result) == 0
    assert f"mimawari: reading {repo} ..." in result.stderr
    assert "This root is trusted from now on (sha256 " in result.stdout
    assert f"in use: knowledge {FIRST} of 2026-11-27, installed on " in result.stdout
    again = invoke("update")
    assert "There is nothing newer." in again.stdout
    assert status(again) == 0


def test_the_digest_of_a_root_that_is_given_is_always_said(repo: Path) -> None:
    root = repo / "metadata/1.root.json"
    digest = sha256(root.read_bytes()).hexdigest()
    for place in (str(repo), str(repo.with_name("nix"))):
        assert digest in invoke("update", place, "--root", str(root)).stderr


def test_what_the_next_update_needs_after_the_root_is_forgotten(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    updated(repo)
    assert "needs --root FILE" in invoke("update", "--forget-root").stdout
    root = (repo / "metadata/1.root.json").read_bytes()
    monkeypatch.setattr(trust, "packed", lambda: root)
    assert "uses the root that comes with the program" in invoke("update", "--forget-root").stdout
    assert "The root that comes with the program was used" in invoke("update", str(repo)).stdout
    assert "内蔵のルート" in invoke("update", "--forget-root", "--lang", "ja").stdout


def test_the_next_check_uses_it_and_says_so(repo: Path, tmp_path: Path) -> None:
    updated(repo)
    (tmp_path / "x.txt").write_text("x")
    report = json.loads(invoke("check", str(tmp_path / "x.txt"), "--jobs", "0", "--json").stdout)
    told = report["tool"]["knowledge"]
    assert (told["version"], told["as_of"], told["source"]["kind"], told["source"]["place"]) == (
        FIRST, "2026-11-27", "installed", str(repo),
    )  # fmt: skip
    assert {part["knowledge"] for part in report["sources"][0]["parts"]} == {FIRST}
    text = " ".join(invoke("check", str(tmp_path / "x.txt"), "--jobs", "0").stdout.split())
    assert f"knowledge {FIRST} of 2026-11-27 (installed on " in text


def test_what_came_with_the_program_is_to_be_had(repo: Path) -> None:
    updated(repo)
    assert json.loads(invoke("knowledge", "--json", "--knowledge", "packed").stdout)["version"] == OURS
    assert json.loads(invoke("knowledge", "--json").stdout)["version"] == FIRST
    named = json.loads(invoke("knowledge", "--json", "--knowledge", str(PACKED)).stdout)
    assert named["source"] == {"kind": "folder", "place": str(PACKED)}


def test_it_is_the_same_in_every_command(repo: Path) -> None:
    updated(repo)
    for command in ("sources", "formats", "detectors"):
        assert status(invoke(command)) == 0


def test_an_error_changes_nothing_and_says_what_stays_in_use(repo: Path) -> None:
    updated(repo)
    (repo / "metadata/timestamp.json").write_text("{}")
    for tongue, words in (("en", "stays in use"), ("ja", "引き続き")):
        result = invoke("update", "--lang", tongue)
        assert status(result) == STATUS[Kind.UNTRUSTED]
        assert result.stdout == ""
        assert words in result.stderr
        assert FIRST in result.stderr


def test_no_root(repo: Path) -> None:
    result = invoke("update", str(repo))
    assert status(result) == 2
    assert "--root FILE" in result.stderr


def test_back_and_forth(repo: Path) -> None:
    updated(repo)
    held = invoke("update", "--to", "packed", "--json")
    assert json.loads(held.stdout)["chosen"] == "held"
    assert json.loads(held.stdout)["version"] == OURS
    aside = invoke("update")
    assert f"{FIRST} is newer and lies ready" in aside.stdout
    assert json.loads(invoke("update", "--to", FIRST, "--json").stdout)["version"] == FIRST
    assert json.loads(invoke("update", "--to", "newest", "--json").stdout)["chosen"] == "newest"


@pytest.fixture
def carried(repo: Path, tmp_path: Path) -> str:
    """Knowledge on a stick, brought in once: no place is known to ask."""
    file = tmp_path / "knowledge.zip"
    app.release.bundle(repo, file)
    assert status(invoke("update", "--from", str(file), "--root", str(repo / "metadata/1.root.json"))) == 0
    return str(file)


class TestWithoutNetwork:
    def test_what_the_status_advises_can_be_done(self, carried: str) -> None:
        """No place is known, and none is needed."""
        assert OURS in invoke("update", "--to", "packed").stdout
        for tongue, words in (("en", "Back to the newest: mimawari update --to newest"), ("ja", "update --to newest を")):
            assert words in invoke("update", "--status", "--lang", tongue).stdout
        back = invoke("update", "--to", "newest")
        assert status(back) == 0
        assert f"in use: knowledge {FIRST} of" in back.stdout
        assert "Nobody was asked for newer knowledge, because no place is known" in back.stdout
        assert json.loads(invoke("update", "--status", "--json").stdout)["chosen"] == "newest"

    def test_the_newest_is_what_came_with_the_program_where_that_is_newer(self, state: Path) -> None:
        assert status(invoke("update", "--to", "packed")) == 0
        told = json.loads(invoke("update", "--to", "newest", "--json").stdout)
        assert (told["version"], told["chosen"]) == (OURS, "newest")

    @pytest.mark.parametrize("spoilt", ["gone", "forged"])
    def test_a_place_that_gives_nothing_does_not_hold_it(self, spoilt: str, repo: Path) -> None:
        updated(repo)
        invoke("update", "--to", "packed")
        (repo / "metadata/timestamp.json").write_text("{}")
        if spoilt == "gone":
            shutil.rmtree(repo / "metadata")
        result = invoke("update", "--to", "newest")
        assert status(result) == STATUS[Kind.UNREACHED if spoilt == "gone" else Kind.UNTRUSTED]
        assert f"no version is held on to any longer; the newest that is on this PC is in use: knowledge {FIRST}" in result.stderr
        assert json.loads(invoke("update", "--status", "--json").stdout)["chosen"] == "newest"

    def test_wrong_use_lets_go_of_nothing(self, carried: str) -> None:
        invoke("update", "--to", "packed")
        assert status(invoke("update", "nix", "--to", "newest")) == 2
        assert json.loads(invoke("update", "--status", "--json").stdout)["chosen"] == "held"

    def test_a_version_that_is_not_kept_is_named_with_those_that_are(self, carried: str) -> None:
        for tongue in ("en", "ja"):
            result = invoke("update", "--to", "2026.11.4", "--lang", tongue)
            assert status(result) == 2
            assert "2026.11.4" in result.stderr
            assert FIRST in result.stderr.splitlines()[0]

    def test_reports_say_what_was_set_aside(self, carried: str, tmp_path: Path) -> None:
        (tmp_path / "x.txt").write_text("x")
        before = invoke("check", str(tmp_path / "x.txt"), "--jobs", "0", "--json").stdout
        assert "set_aside" not in before
        invoke("update", "--to", "packed")
        after = invoke("check", str(tmp_path / "x.txt"), "--jobs", "0", "--json").stdout
        assert json.loads(after)["used"][0]["knowledge"]["source"] == {"kind": "packed", "set_aside": FIRST}
        for name, text in (("before", before), ("after", after)):
            (tmp_path / f"{name}.json").write_text(text)
        invoke("update", "--to", "newest")
        for tongue, said in (("en", f"was set aside on purpose: {FIRST}."), ("ja", f"より新しい知識データ（{FIRST}）がありました")):
            texts = [invoke("merge", str(tmp_path / f"{name}.json"), "--lang", tongue).stdout for name in ("before", "after")]
            assert ["".join(said.split()) in "".join(text.split()) for text in texts] == [False, True]


def test_status_asks_nobody(repo: Path) -> None:
    updated(repo)
    shutil.rmtree(repo)
    told = json.loads(invoke("update", "--status", "--json").stdout)
    assert (told["version"], told["location"], [one["version"] for one in told["kept"]]) == (FIRST, str(repo), [FIRST])


def test_another_root_after_the_first_is_forgotten(repo: Path, tmp_path: Path) -> None:
    updated(repo)
    other = Publisher(tmp_path / "other")
    other.release(SECOND)
    root = str(other.root)
    assert status(invoke("update", str(other.repository.folder), "--root", root)) == 2
    assert status(invoke("update", "--forget-root")) == 0
    assert json.loads(invoke("knowledge", "--json").stdout)["version"] == FIRST
    assert status(invoke("update", str(other.repository.folder), "--root", root)) == 0
    assert json.loads(invoke("knowledge", "--json").stdout)["version"] == SECOND


def test_old_knowledge_is_called_old(tmp_path: Path, state: Path) -> None:
    (tmp_path / "about.toml").write_text('version = "2020.1.1"\nas_of = "2020-01-01"\n')
    assert " days old" in invoke("knowledge", "--knowledge", str(tmp_path)).stdout
    (tmp_path / "x.txt").write_text("x")
    text = invoke("check", str(tmp_path / "x.txt"), "--jobs", "0", "--knowledge", str(tmp_path)).stdout
    assert " days old: newer signs of Emotet are not in it." in " ".join(text.split())


@pytest.mark.parametrize("words", ["update a --from b", "update --to x", "update --to ../..", "knowledge nix"])
def test_wrong_use(words: str, state: Path) -> None:
    assert status(invoke(*words.split())) == 2
    assert not state.exists()


def test_damage_is_said_at_each_use_and_does_not_stop_it(repo: Path, state: Path) -> None:
    updated(repo)
    (state / "knowledge/state.json").write_text("{")
    result = invoke("knowledge")
    assert status(result) == 0
    assert "damaged" in result.stderr
    assert f"knowledge {OURS}" in result.stdout
