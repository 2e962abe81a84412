"""What the reference on Emotet marks as second hand or unconfirmed, and the playbook uses, is marked in every step that says it.

A row: where the reference has it, its tag there (``E``: seen in what others wrote, ``U``: unconfirmed), and the words by which a
step that uses it is known.
"""

import re

import pytest

from mimawari import app
from mimawari.faces.text import plain
from mimawari.faces.text.plan import plan_lines
from mimawari.model import Certainty, Plan, PlanStep, PlayStep, Situation

BOOK = app.known().playbook
FACTS = (
    ("1.1: EmoCheck is run as the user concerned, and misses infections", "E", r"EmoCheck"),
    ("7: ransomware came by way of what Emotet had brought", "E", r"ransomware"),
    ("8: mail passwords, Thunderbird's too, are taken", "E", r"With the mail account all other passwords"),
    ("8: passwords saved in browsers are taken", "E", r"saved in browsers"),
    ("8: cards saved in Chrome are taken", "E", r"cards saved in (the browser|Chrome)"),
    ("8: mails that only bear the address go on", "E", r"Collect new reports of such mails"),
    ("9.1: interview whoever is impersonated: was content enabled?", "U", r"whether they opened it|what was opened, and when"),
    ("9.1: the logs of proxy and firewall", "U", r"logs of the router"),
    ("9.1: a full scan with current definitions", "U", r"antivirus program scan"),
    ("9.1: the mail server's log", "U", r"mails left that nobody wrote"),
    ("9.1: all machines of the firm", "U", r"(Check|list of all) .*PCs? .*(mimawari|servers)"),
    ("9.1: the machine is made new", "U", r"Reset the PC wholly"),
    ("9.1: macros off", "U", r"Switch off macros"),
    ("9.1: lifting isolation, two weeks of watching", "U", r"[Tt]wo weeks|all four conditions|Connect the PC again"),
    ("9.4: days for the first and the final report", "E", r"first report"),
)


def said(step: PlayStep) -> str:
    return " ".join(words.en for words in (step.title, step.why, *step.how))


def using(pattern: str) -> list[PlayStep]:
    return [step for step in BOOK.steps if re.search(pattern, said(step))]


@pytest.mark.parametrize(("fact", "tag", "pattern"), FACTS, ids=[fact for fact, _, _ in FACTS])
def test_every_step_that_says_it_is_to_be_checked(fact: str, tag: str, pattern: str) -> None:
    steps = using(pattern)
    assert steps, fact
    for step in steps:
        assert any(cited.certainty.to_check for cited in step.cited), step.id
        shown = plain(plan_lines(Plan((Situation.OUR_DEVICE,), steps=(PlanStep(step.id, step),)), None, "ja", app.known()))
        assert "【要確認】" in shown.replace("【要確認】は、", ""), step.id


def test_every_menu_was_read_in_its_makers_page_or_is_to_be_checked() -> None:
    makers = ("https://support.microsoft.com/", "https://support.google.com/", "https://support.mozilla.org/")
    menus = [menu for step in BOOK.steps for menu in step.menus]
    assert len(menus) > 15
    for menu in menus:
        assert menu.cited.certainty is not Certainty.READ or menu.cited.page.startswith(makers), menu.path.en


def test_what_this_project_proposes_is_confirmed_by_nobody() -> None:
    own = [cited for step in BOOK.steps for cited in step.cited if "proposal" in cited.title.en]
    assert own
    assert {cited.certainty for cited in own} == {Certainty.UNCONFIRMED}


def test_no_source_is_without_a_step() -> None:
    import tomllib
    from importlib.resources import files

    from mimawari import knowledge

    table = tomllib.loads((files(knowledge) / "data" / "playbook" / "sources.toml").read_text("utf-8"))["sources"]
    used = {cited.title.en for step in BOOK.steps for cited in (*step.cited, *(menu.cited for menu in step.menus))}
    assert [name for name, row in table.items() if row["title"]["en"] not in used] == []
