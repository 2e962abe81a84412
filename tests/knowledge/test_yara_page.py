"""The page about the rules holds the table of today and keeps the contract's words."""

from support.rules_page import PAGE, table, written
from support.yara_rules import rules

from mimawari.model import Strength


def test_the_table_is_that_of_the_rules() -> None:
    page = PAGE.read_text("utf-8")
    assert written(page) == page, "PYTHONPATH=src:tests python -m support.rules_page"
    assert all(f"`{rule.name}`" in table() for rule in rules())


def test_every_key_of_meta_is_explained() -> None:
    page = PAGE.read_text("utf-8")
    assert [key for key in rules()[0].meta if f"`{key}`" not in page] == []
    assert all(f"*{one.word}*" in page for one in Strength)
