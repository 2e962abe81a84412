"""What is written is read back as it was, in both languages, whatever a learnt value holds."""

import re
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimawari import firm
from mimawari.model import LANGUAGES, Firm, Habits, OtherSender, OwnAccount, Relay, SigningKey

TEXT = st.text("ab 漢é\"'\\\\#[]=\n\x07\x7f\u202e\u2028\U0001f600", max_size=12).map(str.strip)
IPS = st.lists(st.sampled_from(["192.0.2.10", "2001:db8::/48", "198.51.100.0/28"]), unique=True, max_size=3).map(tuple)
LABEL = st.sampled_from(["a", "b2", "sakura", "kobo", "mail"])
DOMAINS = st.lists(LABEL.map("{}.example.jp".format), unique=True, max_size=3).map(tuple)
WORDS = st.lists(TEXT.filter(bool), unique=True, max_size=3).map(tuple)
NAMES = st.lists(LABEL.map(str.upper), unique=True, max_size=3).map(tuple)
FIRMS = st.builds(
    Firm, domains=DOMAINS, name=TEXT, name_ja=TEXT, wan=IPS, lan=IPS, provider=st.sampled_from(["", "own server", "Microsoft 365"]),
    relays=st.lists(st.builds(Relay, LABEL, IPS, st.booleans(), st.just("")), max_size=2).map(tuple),
    other_senders=st.lists(st.builds(OtherSender, TEXT.filter(bool), DOMAINS, IPS, st.just(())), max_size=2).map(tuple),
    habits=st.builds(Habits, st.just(()), WORDS, st.just(("+0900", "-0330")), st.just((8, 9)), NAMES),
    keys=st.just(()) | st.just((SigningKey("a.example.jp", "s1", "v=DKIM1; p=MIIBIjANBgkqhkiG9w0B"),)),
    spf=st.just("") | st.just("v=spf1 -all"), dmarc=st.just("p=none"), signs=st.none() | st.booleans(),
    zone=st.sampled_from([540, -210, 0]),
)  # fmt: skip


@given(FIRMS, st.sampled_from(LANGUAGES))
def test_what_is_written_is_read_back(given: Firm, language: str) -> None:
    assert firm.parse(firm.text(given, language)) == given


def test_accounts_are_written_with_their_pcs() -> None:
    own = Firm(domains=("sakura.example.jp",), accounts=(OwnAccount("a@sakura.example.jp", "A", ("PC-A", "PC-B"), ("192.0.2.7",)),))
    assert firm.parse(firm.text(own, "ja")).accounts == own.accounts


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_firm_is_a_file_to_be_filled_in(language: str) -> None:
    text = firm.text(Firm(), language)
    assert firm.parse(text) == Firm()
    for key in ("accounts", "mta", "other_senders", "keys"):
        assert f"# [[{key}]]" in text


def test_the_examples_in_comments_are_right_themselves() -> None:
    lines = [line.removeprefix("# ") for line in firm.text(Firm(), "en").splitlines()]
    examples = [line for line in lines if line.startswith("[[") or (" = " in line and line[0].islower() and "NAME" not in line)]
    own, seen = [], set()
    for line in examples:
        if line.startswith("[["):
            seen.add(line)
        if seen and not line.startswith(("spf", "dmarc", "message_id", "client", "ehlo", "zone", "hours")):
            own.append(line.replace("p=...", "p=MIIBIjANBgkqhkiG9w0B"))
    read = firm.parse("\n".join(own))
    assert len(seen) == 5
    assert (len(read.accounts), len(read.relays), len(read.other_senders), len(read.keys)) == (1, 1, 1, 1)


def test_comments_are_in_the_language() -> None:
    assert "会社名" in firm.text(Firm(), "ja")
    assert not re.search("[\u3040-\u30ff\u4e00-\u9fff]", firm.text(Firm(), "en"))


def test_learnt_values_cannot_hide_anything_in_the_file() -> None:
    text = firm.text(
        Firm(habits=Habits(mailers=("Out\u202elook\x1b[31m\"\n[[accounts]]\naddress='x@evil.example'", "\ud800"))), "ja"
    )
    assert not any(
        unicodedata.category(char) in ("Cf", "Cs") or (unicodedata.category(char) == "Cc" and char != "\n") for char in text
    )
    assert "accounts" not in tomllib.loads(text)


def test_the_incident_firms_stand_the_way_there_and_back() -> None:
    for path in sorted((Path(__file__).parents[1] / "incidents").glob("*.toml")):
        own = firm.firm_of(tomllib.loads(path.read_text("utf-8"))["us"])
        assert firm.parse(firm.text(own, "ja")) == own
