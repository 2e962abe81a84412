"""Forged mails of every era are lures, honest ones that look much like them are not: by how they were written and sent alone.

What is attached is inert and says nothing. Where a quote tells only who wrote it, and the stolen mailbox could be anybody's, one
mail by itself does not tell that its sender is another; how many are found nevertheless is part of what is held here. The mailbox
round it tells it (:class:`~mimawari.model.Correspondence`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import public_data
from support.inside import inside
from support.looking import found, level
from support.lure_mails import honest
from support.lure_mails.forged import FORGED, signed_for, through_a_list
from support.lure_mails.honest import HONEST
from support.lure_mails.honest_senders import FOR_OTHERS
from support.lure_mails.writing import Mail, Who, field_of, quote, two

from mimawari import knowledge
from mimawari.detectors.marks.mail_lure import weigh
from mimawari.formats import message, msg
from mimawari.model import Correspondence, Embedded, Hop, Level, Mailbox, Message, Quote, Strength, Trait

KNOWN, COUNT = knowledge.load(), 60
Made = Callable[[Random], Mail]
# The least share that must be a lure by itself. The rest gives hints, or needs the mailbox.
LEAST = {
    "early_spoof": 0.6, "locked_answer": 0.6, "late_2021": 0.6, "address_within": 1, "doubled": 1, "machine": 1, "shortcut": 0.5,
    "november": 0.5, "notebook": 0.5, "signed_for": 0.98, "through_a_list": 0.6,
}  # fmt: skip
# What Emotet called and sent, in honest hands.
WORST = (
    ("20220310.xls", "xls"), ("INV_12345.xlsm", "xlsm"), ("scan 0310.doc", "doc"), ("資料.lnk", "lnk"), ("memo.one", "one"),
    ("Data_1.zip", "locked"),
)  # fmt: skip


def read(mail: Mail) -> Message:
    return inside(message.FORMAT, mail.written(), "mail.eml").one(Message)


def drawn(make: Made, count: int = COUNT) -> Iterator[Message]:
    for number in range(count):
        yield read(make(Random(f"{make.__name__} {number}")))


def share(mails: Iterator[Message]) -> float:
    taken = [weigh(mail, KNOWN).is_lure for mail in mails]
    return sum(taken) / len(taken)


@pytest.mark.parametrize("make", FORGED, ids=lambda make: make.__name__)
def test_forged_mails_are_lures_by_themselves(make: Made) -> None:
    assert share(drawn(make)) >= LEAST[make.__name__]


@pytest.mark.parametrize("make", FORGED, ids=lambda make: make.__name__)
def test_a_mailbox_that_knows_the_person_tells_nearly_all(make: Made) -> None:
    known = Correspondence(known_as=("somebody.else@robbed.example.jp",))
    assert share(replace(mail, correspondence=known) for mail in drawn(make)) >= 0.8


@pytest.mark.parametrize("make", [one for one in FORGED if one is not through_a_list], ids=lambda make: make.__name__)
def test_a_mailbox_whose_own_mail_is_quoted_tells_nearly_all(make: Made) -> None:
    """But for what came through a list, where anybody answers anybody."""
    quoted = Correspondence(quoted=1, ours=True)
    assert share(replace(mail, correspondence=quoted) for mail in drawn(make)) >= 0.95


@pytest.mark.parametrize("make", (*HONEST, *FOR_OTHERS), ids=lambda make: make.__name__)
def test_honest_mails_are_no_lures(make: Made) -> None:
    assert share(drawn(make)) == 0


def test_honest_mails_with_the_files_that_emotet_sent_are_hardly_ever_lures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a workbook called by a date, a shortcut, a notebook, a locked archive.

    One in thirty, from boxes that tell nothing of the person: private ones, and those of another shop of the same owner.
    """
    monkeypatch.setattr(honest, "FILES", WORST)
    taken = [share(drawn(make)) for make in (*HONEST, *FOR_OTHERS)]
    assert sum(taken) / len(taken) <= 0.035
    assert sum(rate > 0 for rate in taken) <= 3


@pytest.mark.parametrize("make", (*HONEST, *FOR_OTHERS), ids=lambda make: make.__name__)
def test_honest_mails_without_a_file_give_no_hint(make: Made) -> None:
    """But for the names themselves, that are odd whatever is attached."""
    told = {"borrowed-name", "doubled-quotes", "odd-zone"}
    for mail in drawn(make, 20):
        bare = replace(mail, files=(), attachments=())
        assert {finding.kind for finding in found([bare]) if isinstance(finding, Trait)} <= told


@pytest.mark.parametrize("form", ["outlook", "line", "signs", "names"])
@pytest.mark.parametrize("is_japanese", [True, False])
def test_the_person_is_told_by_any_quote_or_by_the_signature(is_japanese: bool, form: str) -> None:
    """Of two mails that are quoted below each other one was written by the robbed one."""
    for number in range(COUNT):
        draw = Random(f"{form} {number}")
        robbed, target = two(draw, is_japanese)
        text = quote(draw, target, robbed, "x", is_japanese, form) + quote(draw, robbed, target, "x", is_japanese, "line")
        mail = Mail(field_of(Who(robbed.name, "r.dallagno@lagomonza.example.it")), [target], "Re: x", text, "list.xlsm", "xlsm")
        assert weigh(read(mail), KNOWN).is_lure, (robbed, target)


def test_a_lure_is_suspected_and_names_no_family() -> None:
    mail = read(signed_for(Random("one")))
    lure = next(finding for finding in found([mail]) if finding.kind == "lure-mail")
    assert (lure.strength, lure.family) == (Strength.STRONG, None)
    assert level([mail]) is Level.SUSPECTED


def test_no_finding_tells_the_password() -> None:
    """Of an answer with a locked archive; the password is one that stands nowhere else in the mail."""
    written = signed_for(Random("one"))
    (given,) = read(written).passwords
    written.text = written.text.replace(given, "4vahobk5lzs")
    mail = read(written)
    assert mail.passwords == ("4vahobk5lzs",)
    told = found([mail])
    assert {"lure-mail", "password-beside-archive"} <= {finding.kind for finding in told}
    assert not any("4vahobk5lzs" in str(finding.record) for finding in told)


def test_one_mail_gives_one_lure() -> None:
    for make in FORGED:
        for mail in drawn(make, 10):
            assert sum(finding.kind == "lure-mail" for finding in found([mail])) <= 1


def test_public_honest_mails_are_no_lures_and_hardly_give_a_hint() -> None:
    """Some 870 mails and bounces: one in a hundred may have a trait, none is a lure."""
    mails = [mail for label in ("mail_benign", "mail_bounce") for mail in public(label)]
    findings = [finding for mail in mails for finding in found([mail]) if isinstance(finding, Trait)]
    assert len(mails) > 700
    assert not [finding for finding in findings if finding.strength > Strength.HINT]
    assert len(findings) <= len(mails) / 100


def public(label: str) -> Iterator[Message]:
    for path in public_data.labelled(label).values():
        kind = {".eml": message.FORMAT, ".msg": msg.FORMAT}.get(path.suffix)
        if kind:
            yield from inside(kind, path.read_bytes(), path.name).all(Message)


texts = st.text(max_size=60) | st.sampled_from(
    ("山田太郎", "a@b.example", '""x"" <a@b>', "Re: ", "-0900", "<x@[192.0.2.1]>", "info@", "@")
)
boxes = st.builds(Mailbox, name=texts, address=texts)
hops = st.builds(Hop, helo=texts, name=texts, address=texts, by=texts, time=texts, authenticated=st.booleans())
quotes = st.builds(Quote, sender=st.none() | boxes, people=st.lists(boxes, max_size=3).map(tuple))
files = st.builds(Embedded, name=texts, kind=st.sampled_from(("", "zip-encrypted", "ole", "lnk", "7z")))
posts = st.builds(
    Correspondence, quoted=st.integers(0, 3), ours=st.booleans(), sender_in_thread=st.booleans(), threaded=st.integers(0, 3),
    receivers=st.lists(texts, max_size=3).map(tuple), known_as=st.lists(texts, max_size=3).map(tuple),
)  # fmt: skip


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.fixed_dictionaries(
        {
            "subject": texts, "sender_field": texts, "author": st.none() | boxes, "people": st.lists(boxes, max_size=3).map(tuple),
            "reply_to": texts, "envelope_sender": texts, "zone": texts, "date": texts, "message_id": texts, "text": texts,
            "received": st.lists(hops, max_size=3).map(tuple), "quotes": st.lists(quotes, max_size=3).map(tuple),
            "passwords": st.lists(texts, max_size=2).map(tuple), "files": st.lists(files, max_size=3).map(tuple),
            "links": st.lists(texts, max_size=3).map(tuple), "attachments": st.lists(texts, max_size=3).map(tuple),
            "correspondence": st.none() | posts, "bulk": st.sampled_from(("", "list", "bulk", "auto")),
        }
    )
)  # fmt: skip
def test_nothing_in_a_mail_makes_it_fail(fields: dict[str, object]) -> None:
    mail = Message(origin=read(signed_for(Random("x"))).origin, name="mail.eml", **fields)  # type: ignore[arg-type]
    for finding in found([mail]):
        assert finding.sentence.ja


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data())
def test_flipped_and_cut_mails_do_no_harm(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from(FORGED))(Random("flip")).written())
    for _ in range(data.draw(st.integers(1, 20))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    for mail in inside(message.FORMAT, bytes(whole[: data.draw(st.integers(1, len(whole)))]), "mail.eml").all(Message):
        found([mail])


@pytest.mark.parametrize("piece", ["a@", "山田太郎\n", "(", "1.", "-", "re:", "[#1", "a.b@c.d\n", "\u3000", '"'])
def test_a_hostile_text_costs_little(piece: str) -> None:
    long = piece * (60_000 // len(piece))
    plain = read(signed_for(Random("x")))
    person = Mailbox(f"山田太郎 {long[:500]}", f"x{long[:400]}@lagomonza.example.it".replace("\n", ""))
    mail = replace(
        plain, text=long, written=long, subject=f"Re: {long[:2000]}", sender_field=f'""{long[:2000]}', author=person,
        people=(person,) * 100, quotes=(Quote(person, (person,) * 100),) * 20, message_id=f"<{long[:900]}@[1.2.3.4]>",
        links=tuple(f"http://x.example/{long[:1900]}" for _ in range(300)), attachments=(long[:1000],) * 100,
    )  # fmt: skip
    started = time.process_time()
    found([mail])
    assert time.process_time() - started < 1
