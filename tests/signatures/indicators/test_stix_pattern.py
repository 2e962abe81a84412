"""The patterning language: what is understood, what is named, and what takes no time. Forms after STIX 2.1, part 9."""

import pytest

from mimawari.signatures.indicators.stix_pattern import MOST_LENGTH, NotUnderstood, meant

A, B, C = "a" * 64, "b" * 64, "c" * 32


def sha(value: str) -> str:
    return f"file:hashes.'SHA-256' = '{value}'"


@pytest.mark.parametrize(
    ("pattern", "marks"),
    [
        (f"[{sha(A)}]", [("sha256", A)]),
        (f"  [ file:hashes . 'SHA-256' = '{A}' ]".replace(" . ", "."), [("sha256", A)]),
        (f"[file:hashes.\"SHA-256\" = '{A}']", [("sha256", A)]),
        (f"[file:hashes.SHA256='{A}']", [("sha256", A)]),
        (f"[{sha(A)} OR {sha(B)}]", [("sha256", A), ("sha256", B)]),
        (f"[file:hashes.'SHA-256' IN ('{A}', '{B}')]", [("sha256", A), ("sha256", B)]),
        (f"[{sha(A)}] OR [{sha(B)}]", [("sha256", A), ("sha256", B)]),
        (f"([{sha(A)}] OR ([{sha(B)}]))", [("sha256", A), ("sha256", B)]),
        (f"[({sha(A)} OR {sha(B)}) AND file:size = 5]", [("sha256", A), ("sha256", B)]),
        (f"[file:hashes.MD5 = '{C}' AND {sha(A)}]", [("sha256", A)]),
        (f"[file:hashes.MD5 = '{C}' OR {sha(A)}]", [("md5", C), ("sha256", A)]),
        # AND binds closer than OR.
        (f"[{sha(A)} OR {sha(B)} AND file:name = 'x.doc']", [("sha256", A), ("sha256", B)]),
        ("[file:name = 'it\\'s.doc']", [("name", "it's.doc")]),
        ("[file:name LIKE 'in%_.doc']", [("name", "in*?.doc")]),
        (f"[file:name = 'x.doc' AND {sha(A)}]", [("sha256", A)]),
        (f"[{sha(A)} AND {sha(A)}]", [("sha256", A)]),
    ],
)
def test_what_is_understood(pattern: str, marks: list[tuple[str, str]]) -> None:
    assert list(meant(pattern).marks) == marks
    assert meant(pattern).others == ()


@pytest.mark.parametrize(
    ("pattern", "others"),
    [
        ("[ipv4-addr:value = '192.0.2.1']", ["ipv4-addr"]),
        ("[ipv4-addr:value ISSUBSET '192.0.2.0/24']", ["ipv4-addr"]),
        ("[email-message:from_ref.value = 'a@example.com']", ["email-message"]),
        ("[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_port = 8080]", ["network-traffic"]),
        ("[file:hashes.'SSDEEP' = '3:x:y']", ["ssdeep"]),
        ("[file:size = 25]", ["file"]),
        ("[file:extensions.'windows-pebinary-ext'.sections[*].entropy > 7.0]", ["file"]),
        ("[file:name MATCHES '^in.*$']", ["file"]),
        ("[file:name != 'x.doc']", ["file"]),
        ("[file:name NOT = 'x.doc']", ["file"]),
        (f"[file:hashes.MD5 NOT IN ('{C}')]", ["file"]),
        (f"[file:hashes.MD5 != '{C}']", ["file"]),
        ("[file:name = 'a*.doc']", ["file"]),
        ("[EXISTS file:name]", ["file"]),
        ("[file:name = 'x.doc' AND ipv4-addr:value = '192.0.2.1']", ["ipv4-addr"]),
        ("[file:name = 'x.doc' AND file:name = 'y.doc']", ["file"]),
        (f"[{sha(A)} AND {sha(B)}]", ["file"]),
        (f"[{sha(A)}] AND [{sha(B)}]", ["several observations"]),
        (f"[{sha(A)}] FOLLOWEDBY [{sha(B)}] FOLLOWEDBY [{sha(B)}]", ["several observations"]),
        (f"([{sha(A)}] AND [{sha(B)}]) WITHIN 300 SECONDS", ["observations in time"]),
        (f"[{sha(A)}] REPEATS 5 TIMES", ["observations in time"]),
        (f"[{sha(A)}] START t'2022-01-01T00:00:00Z' STOP t'2022-02-01T00:00:00Z'", ["observations in time"]),
        ("[file:created = t'2022-01-01T00:00:00Z']", ["file"]),
    ],
)
def test_what_no_file_is_compared_with_is_named(pattern: str, others: list[str]) -> None:
    assert list(meant(pattern).others) == others
    assert meant(pattern).marks == ()


@pytest.mark.parametrize(
    "pattern",
    [
        "", "[]", "[", "]", "x", "[file:name]", "[file:name = 'x]", "[file:name = x", "file:name = 'x'", "[file:name = 'x'] ]",
        "[file:name = 'x'] [file:name = 'y']", "[file:name 'x']", "[file:name IN 'x']", "[file:name IN ()]", "[name = 'x']",
        "[file:name = 'x' OR]",
        "[file:name = 'x'] WITHIN 5", "[file:name SOUNDS 'x']",
        "[file:name = 'x' AND ('y')]", "[[file:name = 'x']]",
        "[file:name = \"x\"]", "[file:name = 'x'] START t'1' SECONDS 5", "\0",
        "(" * 30 + "[file:name = 'x']" + ")" * 30,
        "[" + "(" * 30 + "file:name = 'x'" + ")" * 30 + "]",
        "[file:name = 'x'" + " AND file:name = 'x'" * 60 + "]",
        "[" + " AND ".join(["(" + " OR ".join(f"file:name = '{n}{m}'" for m in range(40)) + ")" for n in range(4)]) + "]",
        "[file:name = '" + "x" * MOST_LENGTH + "']",
    ],
)  # fmt: skip
def test_what_is_no_pattern_or_larger_than_any(pattern: str) -> None:
    with pytest.raises(NotUnderstood):
        meant(pattern)


def test_ten_thousand_hashes_in_one_pattern() -> None:
    pattern = "[" + " OR ".join(sha(f"{number:064x}") for number in range(10_000)) + "]"
    assert len(meant(pattern).marks) == 10_000


@pytest.mark.parametrize(
    "piece",
    [
        "(",
        "[",
        "'",
        "\\'",
        "a",
        "a:b",
        "a:b.",
        "a:b.'",
        "[a:b = 'x'] OR ",
        "[a:b = 'x'] AND ",
        "[a:b = 'x'] FOLLOWEDBY ",
        " ",
        "-1",
    ],
)
def test_a_million_of_anything_ends(piece: str) -> None:
    with pytest.raises(NotUnderstood):
        meant(piece * (MOST_LENGTH // len(piece)))
