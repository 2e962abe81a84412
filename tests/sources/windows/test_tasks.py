"""Scheduled tasks: their XML, and what the registry keeps of them."""

import struct

import pytest

from mimawari.model import BadEvidence, Reason
from mimawari.sources.windows.tasks import parse_actions, parse_xml

XML = """<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Author>店長</Author></RegistrationInfo>
  <Actions Context="Author">
    <Exec><Command>C:\\Program Files\\x y\\z.exe</Command><Arguments>/a "b"</Arguments></Exec>
    <ComHandler><ClassId>{0}</ClassId></ComHandler>
    <Exec><Command>"C:\\q r.exe"</Command></Exec>
    <Exec><Command>regsvr32.exe /s "C:\\q r.dll"</Command></Exec>
  </Actions>
</Task>"""


@pytest.mark.parametrize("content", [XML.encode("utf-16"), XML.replace("UTF-16", "UTF-8").encode(), b"\xef\xbb\xbf" + XML.encode()])
def test_programs_of_a_task(content: bytes) -> None:
    actions = parse_xml(content)
    assert [a.command for a in actions] == [
        '"C:\\Program Files\\x y\\z.exe" /a "b"',
        '"C:\\q r.exe"',
        'regsvr32.exe /s "C:\\q r.dll"',
    ]
    assert {a.author for a in actions} == {"店長"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.CORRUPT),
        (b"\0" * 900, Reason.CORRUPT),
        (XML.encode("utf-16")[:300], Reason.CORRUPT),
        (b"\xff\xfe\x00\xd8", Reason.CORRUPT),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><Task/>", Reason.UNSUPPORTED),
        (b"<?xml", Reason.CORRUPT),
        (b"<a>" * 100_000, Reason.CORRUPT),
    ],
)
def test_what_is_no_task_is_said_to_be_none(content: bytes, reason: Reason) -> None:
    with pytest.raises(BadEvidence) as raised:
        parse_xml(content)
    assert raised.value.reason is reason


def counted(text: str) -> bytes:
    data = text.encode("utf-16-le")
    return struct.pack("<I", len(data)) + data


def actions(*pairs: tuple[str, str]) -> bytes:
    body = b"".join(struct.pack("<H", 0x6666) + counted("") + counted(p) + counted(a) + counted("") + b"\0\0" for p, a in pairs)
    return struct.pack("<H", 3) + counted("Author") + body


def test_actions_of_the_task_cache() -> None:
    data = actions(("C:\\a b\\c.exe", "/x"), ("rundll32.exe", "y.dll,Go"))
    assert parse_actions(data) == ['"C:\\a b\\c.exe" /x', "rundll32.exe y.dll,Go"]


def test_another_kind_of_action_ends_the_list() -> None:
    assert parse_actions(struct.pack("<H", 3) + counted("Author") + struct.pack("<H", 0x7777) + counted("") + b"rest" * 9) == []


@pytest.mark.parametrize("cut", range(1, 60, 3))
def test_torn_actions_are_corrupt_or_fewer(cut: int) -> None:
    whole = actions(("C:\\a.exe", "/x"))
    try:
        assert parse_actions(whole[:-cut]) in ([], ["C:\\a.exe /x"])
    except BadEvidence as bad:
        assert bad.reason is Reason.CORRUPT
