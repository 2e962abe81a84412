"""Tables of everything that somebody looked at: what they call harmless is no indicator."""

from pathlib import Path

import pytest
from support.listing import SHA256, brought, hit, hits, other, tally

from mimawari.model import Strength


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("sha256,verdict", "{},benign"), ("sha256;verdict", "{};Clean"), ("hash,判定", "{},無害"), ("sha256,malicious", "{},no"),
        ("sha256,is_malicious", "{},false"), ("sha256,benign", "{},1"), ("sha256,signature", "{},clean"),
        ("value,type,verdict", "{},sha256,known good"), ("sha256,classification,filename", "{},goodware,a.doc"),
        ("", "{},benign"), ("", "{}  a.doc  | harmless"), ("", "{} # false positive"),
    ],
)  # fmt: skip
def test_a_row_that_says_benign_is_left_out_and_counted(tmp_path: Path, head: str, row: str) -> None:
    found = brought(tmp_path, f"{head}\n{row.format(SHA256)}\n{row.format(other(1))}\n")
    assert hits(found, "a.doc") == []
    assert (tally(found).aside, tally(found).lacks) == (2, ())


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("sha256,verdict", "{},malicious"), ("sha256,verdict", "{},not clean"), ("sha256,benign", "{},no"),
        ("sha256,malicious", "{},1"), ("sha256,note", "{},benign"), ("", "{} not benign"), ("", "{} benign.doc"),
    ],
)  # fmt: skip
def test_a_row_that_does_not_say_so_stays(tmp_path: Path, head: str, row: str) -> None:
    assert hit(brought(tmp_path, f"{head}\n{row.format(SHA256)}\n")).row.strength is Strength.CONCLUSIVE


@pytest.mark.parametrize(("head", "row"), [("sha256,verdict", "{},suspicious"), ("sha256,判定", "{},不審"), ("", "{},unknown")])
def test_where_somebody_was_not_sure_it_is_a_hint(tmp_path: Path, head: str, row: str) -> None:
    assert hit(brought(tmp_path, f"{head}\n{row.format(SHA256)}\n")).row.strength is Strength.HINT
