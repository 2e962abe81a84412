"""Rule sets of others, as a user would bring them: all of them are used, and each row says what its author says."""

from pathlib import Path

import pytest
from support.rule_sets import blob, fits, others, rules, seen

from mimawari.formats.slices import Held
from mimawari.model import Strength
from mimawari.signatures.yara import rule_files
from mimawari.signatures.yara.rule_text import parts

SETS = {"jpcert-yara": ("malware_Emotet",), "signature-base": ("MAL_Emotet_Jan20_1", "MAL_Emotet_JS_Dropper_Oct19_1")}


@pytest.mark.parametrize("name", SETS)
def test_every_rule_compiles_and_is_read_where_it_stands(name: str) -> None:
    folder = others(name)
    made = rules(folder)
    assert made.lacks == ()
    files = rule_files.given([folder]).files
    read = sorted(rule.name for file in files for rule in parts(file.text).rules if not rule.is_private)
    assert read == sorted(row.name for row in made.rows.values() if row.collection == name)


@pytest.mark.parametrize("name", SETS)
def test_the_family_stands_in_the_name(name: str) -> None:
    rows = {row.name: row for row in rules(others(name)).rows.values()}
    assert {rows[one].family for one in SETS[name]} == {"emotet"}
    assert all("emotet" in row.name.lower() for row in rows.values() if row.family == "emotet" and row.collection == name)


def test_what_is_only_suspicious_is_a_hint() -> None:
    rows = [row for row in rules(others("signature-base")).rows.values() if row.name.startswith("SUSP_")]
    assert rows and {row.strength for row in rows} == {Strength.HINT}


def test_dates_and_authors_are_kept() -> None:
    rows = {row.name: row for row in rules(others("signature-base")).rows.values()}
    row = rows["MAL_Emotet_Jan20_1"]
    assert (row.date, row.author, row.strength) == ("2020-01-29", "Florian Roth (Nextron Systems)", Strength.STRONG)


def test_the_bytes_of_a_rule_of_others_fit_it() -> None:
    """The police's key as signature-base has it: the file's own texts, written by hand."""
    made = rules(others("jpcert-yara"))
    code = bytes.fromhex("6D4EC64133D281C139300000")
    assert ("malware_Emotet", "", 8) in fits(seen(made, blob(Held(bytes(8) + code + bytes(8)), "x.bin")))
    assert fits(seen(made, blob(Held(bytes(8) + code[:-1] + b"\1" + bytes(8)), "x.bin"))) == []


def test_a_folder_of_rules_is_one_set(tmp_path: Path) -> None:
    (found,) = [one for one in rules(others("jpcert-yara")).sets if not one.is_ours]
    assert (found.name, found.by) == ("jpcert-yara", "yara")
    assert found.rows > 60
