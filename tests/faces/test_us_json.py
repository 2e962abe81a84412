"""The answer to "us, or only our address?" as data: by its schema, as the design shows it, and read back."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from support import answers
from support.cli import invoke

from mimawari import app
from mimawari.faces import json_report
from mimawari.model import Us

KNOWN = app.known()


def validator(name: str) -> Draft202012Validator:
    schemas = {one: json.loads((files("mimawari.faces.schema") / f"{one}-1.json").read_text("utf-8")) for one in ("report", "item")}
    registry: Registry[Any] = Registry().with_resources((s["$id"], Resource.from_contents(s)) for s in schemas.values())
    return Draft202012Validator(schemas[name], registry=registry)


@pytest.mark.parametrize(
    "us", [answers.ACCOUNT, answers.ADDRESS, answers.UNKNOWN, answers.ROUTINE], ids=["account", "address", "?", "routine"]
)
def test_json_fits_the_schema_and_is_read_back(us: Us) -> None:
    report = answers.report(us)
    with answers.judged(us):
        text = json_report.text(report, KNOWN)
        validator("report").validate(json.loads(text))
        assert json_report.read(text) == report
        held = {found["id"] for found in json.loads(text)["findings"]}
        assert {*json.loads(text)["verdict"]["us"]["because"]} <= held


def test_json_says_what_the_design_shows() -> None:
    with answers.judged(answers.ACCOUNT):
        us = json.loads(json_report.text(answers.report(answers.ACCOUNT), KNOWN))["verdict"]["us"]
    assert us["answers"][0] == {
        "answer": "our-account", "strength": "conclusive", "accounts": [answers.SUZUKI], "machines": [], "past": False,
    }  # fmt: skip
    assert us["because"] == [answers.IN_LOG.id, answers.FOREIGN.id]
    assert us["against"] == [answers.QUIET.id]
    assert us["settle"] == [
        {
            "kind": "provider-log", "day": "2026-11-10", "subject": answers.SUZUKI,
            "words": {"en": answers.ASK.words.en, "ja": answers.ASK.words.ja},
        }
    ]  # fmt: skip
    assert (us["rows"], us["routine"], us["say"]) == (["auth-sender"], False, [{"en": answers.CHANGE.en, "ja": answers.CHANGE.ja}])


def test_unknown_has_no_strength() -> None:
    with answers.judged(answers.UNKNOWN):
        us = json.loads(json_report.text(answers.report(answers.UNKNOWN), KNOWN))["verdict"]["us"]
    assert us["answers"] == [{"answer": "unknown", "strength": None, "accounts": [], "machines": [], "past": False}]


def test_lines_hold_it_where_it_is_given_and_else_nothing() -> None:
    source = answers.inquiry(answers.ACCOUNT)
    told = json.loads(json_report.line(source, answers.ACCOUNT))
    bare = json.loads(json_report.line(source))
    validator("item").validate(told)
    validator("item").validate(bare)
    assert told["us"]["answers"][0]["answer"] == "our-account"
    assert bare["us"] == {}


@pytest.mark.parametrize("wrong", [{"answers": []}, {"answers": [{"answer": "perhaps", "strength": None}], "because": []}])
def test_the_schema_refuses_what_is_no_answer(wrong: dict[str, Any]) -> None:
    line = json.loads(json_report.line(answers.inquiry(answers.ACCOUNT)))
    assert list(validator("item").iter_errors(line | {"us": wrong | {"against": [], "settle": [], "because": []}}))


def test_explain_as_data_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    with answers.judged(answers.ACCOUNT):
        path.write_text(json_report.text(answers.report(answers.ACCOUNT), KNOWN), "ascii")
        told = json.loads(invoke("explain", str(path), "--json").output)
    assert told["us"]["answers"][0]["answer"] == "our-account"
    assert {clue["kind"] for clue in told["clues"]} == {"in-our-log", "foreign-login", "host-clean"}
