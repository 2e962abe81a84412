"""A single saved mail is a mailbox of one mail; other files stay what they were."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.mailboxes.msg_writer import msg
from support.odd_mails import mail
from support.office.ole_writer import compound_file

from mimawari import app
from mimawari.model import Item, Level, Source

PLIST = b'<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict></dict></plist>\n'


def look(path: Path) -> tuple[Source, list[Item]]:
    told: list[Item] = []
    (source,) = app.check([app.evidence(str(path))], app.Settings(reraise=True), jobs=0, told=told.append)
    return source, told


def given(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.eml", mail(7)),
        ("without extension", mail(7)),
        ("a.msg", msg(mail(7))),
        ("saved", msg(mail(7))),
        ("7.emlx", b"%d\n" % len(mail(7)) + mail(7) + PLIST),
    ],
)
def test_a_saved_mail(tmp_path: Path, name: str, content: bytes) -> None:
    source, told = look(given(tmp_path, name, content))
    assert source.kind == "mail"
    assert [(item.letter.subject, item.letter.path[:2]) for item in told] == [("mail 7", (".", name))]
    assert app.level_of(source) is Level.NO_SIGN


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.doc", compound_file({"WordDocument": b"x" * 600})),
        ("a.txt", b"From here on it is only text.\n"),
        ("a.zip", b"PK\5\6" + bytes(18)),
    ],
)
def test_what_is_no_mail(tmp_path: Path, name: str, content: bytes) -> None:
    assert look(given(tmp_path, name, content))[0].kind == "single-file"


def test_the_same_mail_at_another_place_is_the_same_evidence(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    one, other = given(tmp_path, "a.eml", mail(7)), given(tmp_path / "b", "c.eml", mail(7))
    assert look(one)[0].id == look(other)[0].id
