"""The ``[[log]]`` tables of a firm's own file: logs of its provider in whose tables it names the columns."""

from __future__ import annotations

from mimawari.firm import checks
from mimawari.firm.checks import Wrong
from mimawari.firm.tables import Table
from mimawari.model import LogColumns, Words

KEYS = ("name", "match", "tells", "columns", "time_format", "zone", "encoding", "failed")
SENDING = (
    "time",
    "account",
    "client",
    "helo",
    "message_id",
    "queue_id",
    "sender",
    "author",
    "recipient",
    "size",
    "subject",
    "status",
)
SIGN_IN = ("time", "account", "client", "status", "service")
_TELLS = {"sending": SENDING, "sign-in": SIGN_IN}

_KIND = Words(
    en="expected “sending” or “sign-in”, not {value}.",
    ja="sending（送信の記録）か sign-in（ログインの記録）を指定してください（現在の値：{value}）。",
)
_LACKS = Words(
    en="the columns for time and account have to be named.", ja="日時（time）とアカウント（account）の列名を指定してください。"
)
_CODEC = Words(
    en="“{value}” is no encoding. Expected: utf-8, cp932 ...", ja="「{value}」という文字コードはありません（例：utf-8、cp932）。"
)


def log(one: Table) -> LogColumns:
    """One of them. Raises :class:`~mimawari.firm.trouble.FirmTrouble`."""
    tells = one.checked("tells", one.told("tells") or "sending", _kind)
    named = one.below("columns", _TELLS[tells])
    columns = tuple((meaning, named.told(meaning)) for meaning in _TELLS[tells] if named.told(meaning))
    if not {"time", "account"} <= {meaning for meaning, _ in columns}:
        raise one.trouble("columns", _LACKS)
    zone = one.told("zone")
    encoding = one.told("encoding")
    return LogColumns(
        columns=columns,
        name=one.told("name"),
        match=one.told("match"),
        tells=tells,
        time_format=one.told("time_format"),
        zone=one.checked("zone", zone, checks.minutes) if zone else None,
        encoding=one.checked("encoding", encoding, _codec) if encoding else "",
        failed=one.texts("failed"),
    )


def _kind(value: str) -> str:
    if value not in _TELLS:
        raise Wrong(_KIND.fill({"value": value}))
    return value


def _codec(value: str) -> str:
    try:
        return "".encode(value).decode("ascii") or value
    except (LookupError, UnicodeError):
        raise Wrong(_CODEC.fill({"value": value})) from None
