"""DKIM signatures (RFC 6376, RFC 8463) tried against keys that are recorded. Nothing is ever asked of the DNS.

The clock of this machine has no say: whether a signature was past its ``x=`` is told by when the mail was received.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mimawari.formats.mail.headers import Headers, begins
from mimawari.model import Content, Signature, SigningKey

VALID, INVALID, NO_KEY, UNREAD = "valid", "invalid", "no-key", "unread"
FIELDS, TRIED, LONGEST = 20, 5, 32 << 20
"""The most signatures that are told, that are tried, and the most bytes of a mail that are tried."""
_FIELD, _RAW_KEY = 4000, 32
_TAG = re.compile(r"(?:^|;)\s{0,20}([ds])\s{0,5}=\s{0,5}([^\s;]{1,255})")
# The expressions of dkimpy take the square of its length for a run of blanks.
_BLANKS = re.compile(rb"\s{60}")
_NUMBER = re.compile(rb"\d{1,12}")


def signatures(content: Content | None, headers: Headers, keys: Iterable[SigningKey], received: str = "") -> tuple[Signature, ...]:
    """All signatures of a mail, each with its state.

    *content* is the whole mail as it lies; None where only its header was kept. *received* is when it was received (ISO 8601).
    ``valid`` needs every From field and the whole text signed: what ``l=`` leaves out (RFC 6376 8.2) anybody may have written.
    """
    fields = headers.fields.get("dkim-signature", [])
    told = [dict(_TAG.findall(raw[:_FIELD].decode("latin-1"))) for raw in fields[:FIELDS]]
    known = {(key.domain.lower().strip("."), key.selector.lower()): key.record for key in keys}
    wanted = {at: known.get((one.get("d", "").lower(), one.get("s", "").lower())) for at, one in enumerate(told)}
    states = dict.fromkeys((at for at, record in wanted.items() if record is not None), UNREAD)
    tried = [at for at in states if len(fields[at]) <= _FIELD and not _BLANKS.search(fields[at])][:TRIED]
    if tried and content is not None and content.size <= LONGEST:
        states |= _tried(content, len(fields), {at: wanted[at] or "" for at in tried}, received)
    return tuple(Signature(one.get("d", "").lower(), one.get("s", ""), states.get(at, NO_KEY)) for at, one in enumerate(told))


def is_missing() -> bool:
    """Whether the library is not installed that a signature is tried with."""
    return _library() is None


def _library() -> Any:
    try:
        import dkim
    except ImportError:
        return None
    return dkim


def _tried(content: Content, count: int, records: dict[int, str], received: str) -> dict[int, str]:
    """The states of those with a record; a mail in a mailbox may have its lines that begin with ``From`` marked (RFC 4155)."""
    with content.open() as stream:
        data = stream.read(LONGEST)
    data = data[begins(data) :]
    found = {at: _state(data, at, count, record, received) for at, record in records.items()}
    if b"\n>From " in data and INVALID in found.values():
        plain = data.replace(b"\n>From ", b"\nFrom ")
        found |= {at: _state(plain, at, count, records[at], received) for at, state in found.items() if state == INVALID}
    return found


def _state(data: bytes, at: int, count: int, record: str, received: str) -> str:
    dkim = _library()
    if dkim is None:
        return UNREAD
    try:
        return _verified(dkim, data, at, count, _whole(record), received)
    except dkim.MessageFormatError:
        return UNREAD
    except dkim.DKIMException:
        return INVALID
    except (ValueError, IndexError, KeyError, TypeError):
        # What dkimpy does not expect of a header or a key.
        return UNREAD


def _verified(dkim: Any, data: bytes, at: int, count: int, record: bytes, received: str) -> str:
    mail = dkim.DKIM(data, logger=_silent())
    fields = [field for field in mail.headers if field[0].lower() == b"dkim-signature"]
    if len(fields) != count:
        return UNREAD
    try:
        tags = dkim.util.parse_tag_value(fields[at][1])
    except dkim.util.InvalidTagValueList:
        return INVALID
    # Times are compared here: dkimpy would ask the clock.
    dkim.validate_signature_fields({name: value for name, value in tags.items() if name not in (b"t", b"x")})
    signed = [name.lower() for name in re.split(rb"\s{0,60}:\s{0,60}", tags[b"h"].strip())]
    if b"from" not in signed or _is_past(tags, received) or not _covers_all(dkim, mail, tags):
        return INVALID
    own = _Ed25519.of(record)
    if own and tags[b"a"] == b"ed25519-sha256":
        mail.pk, mail.keysize, mail.ktag = own, 256, b"ed25519"
        return VALID if mail.verify_sig_process(tags, signed, fields[at], None) and own.is_good else INVALID
    try:
        dkim.evaluate_pk("recorded", record)
    except (dkim.KeyFormatError, dkim.NaClNotFoundError):
        return UNREAD
    return VALID if mail.verify_sig(tags, signed, fields[at], lambda *_, **__: record) else INVALID


def _is_past(tags: dict[bytes, bytes], received: str) -> bool:
    """Whether it had expired when the mail was received (RFC 6376 3.5), or before it was made."""
    if b"x" not in tags:
        return False
    if not _NUMBER.fullmatch(tags[b"x"]):
        return True
    until = int(tags[b"x"])
    if _NUMBER.fullmatch(tags.get(b"t", b"")) and until < int(tags[b"t"]):
        return True
    try:
        moment = datetime.fromisoformat(received)
        return moment.tzinfo is not None and moment.timestamp() > until
    except (ValueError, OverflowError):
        return False


def _covers_all(dkim: Any, mail: Any, tags: dict[bytes, bytes]) -> bool:
    if b"l" not in tags:
        return True
    policy = dkim.CanonicalizationPolicy.from_c_value(tags.get(b"c", b"simple/simple"))
    return bool(_NUMBER.fullmatch(tags[b"l"])) and int(tags[b"l"]) >= len(policy.canonicalize_body(mail.body))


def _whole(record: str) -> bytes:
    """A record as the DNS has it, of the key alone or of one that was copied in pieces between quotes."""
    text = "".join(re.findall(r'"([^"]*)"', record)) if record.strip().startswith('"') else record
    if not re.search(r"(?:^|;)\s{0,20}p\s{0,5}=", text):
        text = f"p={''.join(text.split())}"
        text = f"k=ed25519; {text}" if len(_key(text.encode("ascii", "replace"))) == _RAW_KEY else text
    return text.encode("ascii", "replace")


def _key(record: bytes) -> bytes:
    found = re.search(rb"(?:^|;)\s{0,20}p\s{0,5}=([A-Za-z0-9+/=\s]{0,4000})", record)
    try:
        return base64.b64decode(found[1]) if found else b""
    except binascii.Error:
        return b""


@dataclass(slots=True)
class _Ed25519:
    """A key as dkimpy asks it, which else needs a library of its own. ``is_good``: what was shown last is signed with it."""

    key: Any
    is_good: bool = False

    @classmethod
    def of(cls, record: bytes) -> _Ed25519 | None:
        """The key of a record; None where it is of another kind."""
        from Cryptodome.Signature import eddsa

        data = _key(record)
        if b"ed25519" not in record or len(data) != _RAW_KEY:
            return None
        return cls(eddsa.import_public_key(data))

    def verify(self, message: bytes, signature: bytes) -> None:
        """Note whether it fits."""
        from Cryptodome.Signature import eddsa

        try:
            eddsa.new(self.key, "rfc8032").verify(message, signature)
            self.is_good = True
        except ValueError:
            self.is_good = False


def _silent() -> Any:
    import logging

    logger = logging.getLogger("mimawari.dkim")
    logger.disabled = True
    return logger
