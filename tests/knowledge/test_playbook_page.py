"""The page about the playbook says what the tables say, and marks what was not read."""

from support.playbook_page import MARK, PAGE, page

from mimawari import knowledge


def test_the_page_is_that_of_the_playbook() -> None:
    assert PAGE.read_text("utf-8") == page(), "PYTHONPATH=src:tests python -m support.playbook_page"


def test_every_step_stands_on_it_with_its_marks() -> None:
    text, steps = page(), knowledge.load().playbook.steps
    assert all(f"### `{step.id}`\n" in text for step in steps)
    cited = [one for step in steps for one in (*step.cited, *(menu.cited for menu in step.menus))]
    assert text.count(f", {MARK}: ") == sum(one.certainty.to_check for one in cited)
