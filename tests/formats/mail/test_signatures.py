"""DKIM against recorded keys: mails signed here with keys made here, and what breaks, outlives or widens a signature."""

from __future__ import annotations

import base64
import re
import time
from functools import cache

import pytest
from support.mail_files import raw

from mimawari.formats.mail.headers import read
from mimawari.formats.mail.signatures import signatures
from mimawari.formats.slices import Held
from mimawari.model import Signature, SigningKey

DOMAIN = b"sakura.example.jp"
MAIL = raw(
    "From: tanaka@sakura.example.jp",
    "To: mori@nori.example.net",
    "Subject: =?utf-8?b?6KaL56mN?=",
    "Date: Tue, 10 Nov 2026 09:11:00 +0900",
    "Message-ID: <1@sakura.example.jp>",
    "",
    "見積書をお送りします。",
    "From the office",
    "",
)


@cache
def keys() -> tuple[bytes, str]:
    """A private key in PEM and the public one as the DNS has it."""
    from Cryptodome.PublicKey import RSA

    key = RSA.generate(1024)
    return key.export_key(pkcs=1), base64.b64encode(key.public_key().export_key("DER")).decode()


@cache
def edwards() -> tuple[bytes, str]:
    """The same of Ed25519: the seed, and the public key (RFC 8463)."""
    from Cryptodome.PublicKey import ECC

    key = ECC.generate(curve="ed25519")
    return key.seed, base64.b64encode(key.public_key().export_key(format="raw")).decode()


def signed(mail: bytes = MAIL, **more: object) -> bytes:
    import dkim

    return bytes(dkim.DKIM(mail).sign(b"s1", DOMAIN, keys()[0], canonicalize=(b"relaxed", b"relaxed"), **more)) + mail


def states(mail: bytes, record: str | None = None, received: str = "", selector: str = "s1") -> list[str]:
    recorded = SigningKey("sakura.example.jp", selector, keys()[1] if record is None else record)
    return [one.state for one in signatures(Held(mail), read(mail, is_mail=True), [recorded], received)]


@pytest.mark.parametrize("form", ["{}", "v=DKIM1; k=rsa; p={}", '"v=DKIM1; k=rsa; " "p={}"'])
def test_a_record_may_be_given_as_a_whole_or_as_its_key(form: str) -> None:
    assert states(signed(), form.format(keys()[1])) == ["valid"]


def test_it_says_who_signed() -> None:
    assert signatures(Held(signed()), read(signed()), []) == (Signature("sakura.example.jp", "s1", "no-key"),)


def test_another_selector_has_no_key() -> None:
    assert states(signed(), selector="s2") == ["no-key"]


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda mail: mail.replace(b"\r\n", b"\n"),
        lambda mail: b"From a Tue Nov 10 09:11:00 2026\n" + mail.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From "),
        lambda mail: b"Received: from a by b; Tue, 10 Nov 2026 09:11:00 +0900\r\n" + mail,
        lambda mail: mail + b"\r\n\r\n",
    ],
    ids=["line ends", "mbox", "a stamp above", "empty lines below"],
)  # fmt: skip
def test_what_a_signature_outlives(wrapped: object) -> None:
    assert callable(wrapped)
    assert states(wrapped(signed())) == ["valid"]


@pytest.mark.parametrize(
    "changed",
    [
        lambda mail: mail + b"_____\r\nThe list nori-announce\r\n",
        lambda mail: mail.replace("見積書".encode(), "請求書".encode()),
        lambda mail: mail.replace(b"Subject: ", b"Subject: [nori-announce] "),
        lambda mail: b"From: rosa@bakery.example.net\r\n" + mail,
        lambda mail: mail.replace(b"From: tanaka", b"From: suzuki"),
    ],
    ids=["a list's footer", "another text", "a list's mark", "two From fields", "another sender"],
)
def test_what_breaks_a_signature(changed: object) -> None:
    assert callable(changed)
    assert states(changed(signed())) == ["invalid"]


def test_a_length_that_leaves_out_text_is_not_enough() -> None:
    """RFC 6376 8.2."""
    mail = signed(length=True)
    assert b"l=" in mail
    assert states(mail) == ["valid"]
    assert states(mail + b"Open the attached file.\r\n") == ["invalid"]


def with_tags(tags: bytes) -> bytes:
    """A signature with more tags, made as dkimpy makes its own."""
    import dkim

    signer = dkim.DKIM(MAIL)
    made = signer.gen_header

    def more(fields: list[tuple[bytes, bytes]], *rest: object, **named: object) -> bytes:
        extra = [(name, value) for name, _, value in (one.partition(b"=") for one in tags.split())]
        kept = [one for one in fields if one[0] not in dict(extra)]
        return bytes(made([*kept[:-1], *extra, kept[-1]], *rest, **named))

    signer.gen_header = more
    return bytes(signer.sign(b"s1", DOMAIN, keys()[0], canonicalize=(b"relaxed", b"relaxed"))) + MAIL


def test_it_expires_by_when_the_mail_was_received_and_not_by_this_clock() -> None:
    mail = with_tags(b"t=1794269400 x=1794355800")  # 2026-11-10 and a day later, UTC
    assert states(mail, received="2026-11-10T09:11:00+09:00") == ["valid"]
    assert states(mail, received="2026-11-20T09:11:00+09:00") == ["invalid"]
    assert states(mail) == ["valid"]
    assert states(with_tags(b"t=1000 x=999")) == ["invalid"]
    assert states(with_tags(b"t=9999999999")) == ["valid"]


def test_ed25519() -> None:
    """RFC 8463: the hash of the header is signed."""
    import dkim
    from Cryptodome.PublicKey import ECC
    from Cryptodome.Signature import eddsa

    seed, public = edwards()
    shell = dkim.DKIM(MAIL, signature_algorithm=b"ed25519-sha256")
    pair = ECC.construct(curve="ed25519", seed=seed)  # type: ignore[arg-type]
    key = eddsa.new(pair, "rfc8032")

    class Pen:
        def sign(self, data: bytes) -> Pen:
            self.signature = key.sign(data)
            return self

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dkim, "parse_pem_private_key", lambda _: Pen())
        shell.signature_algorithm = b"rsa-sha256"
        made = shell.gen_header

        def edwards_header(fields: list[tuple[bytes, bytes]], *rest: object, **named: object) -> bytes:
            shell.signature_algorithm = b"ed25519-sha256"
            return bytes(made([(name, b"ed25519-sha256" if name == b"a" else value) for name, value in fields], *rest, **named))

        shell.gen_header = edwards_header
        header = shell.sign(b"s1", DOMAIN, b"", canonicalize=(b"relaxed", b"relaxed"))
    mail = bytes(header) + MAIL
    assert b"a=ed25519-sha256" in mail
    assert states(mail, f"v=DKIM1; k=ed25519; p={public}") == ["valid"]
    assert states(mail, public) == ["valid"]
    assert states(mail.replace(b"From the office", b"From the cellar"), public) == ["invalid"]
    assert states(mail.replace(b"To: mori", b"To: abe"), public) == ["invalid"]


@pytest.mark.parametrize("record", ["", "p=", "p=!!!!", "k=rsa; p=AAAA", "v=DKIM2; p=AAAA"])
def test_a_record_that_is_no_key(record: str) -> None:
    assert states(signed(), record) == ["unread"]


def test_only_a_header_that_was_kept_cannot_be_tried() -> None:
    recorded = SigningKey("sakura.example.jp", "s1", keys()[1])
    assert [one.state for one in signatures(None, read(signed()), [recorded])] == ["unread"]


def test_a_mail_without_signature_has_none() -> None:
    assert states(MAIL) == []


def test_hostile_signatures_end_soon() -> None:
    head = b"DKIM-Signature: v=1; a=rsa-sha256; d=sakura.example.jp; s=s1; h=from; bh=AAAA; b="
    folded = b"DKIM-Signature: d=sakura.example.jp; s=s1; b" + b"\r\n \t" * 1500 + b"=!\r\n"
    began = time.process_time()
    states(folded * 20 + MAIL)
    states((head + b"A " * 1500 + b"\r\n") * 500 + MAIL)
    states(re.sub(rb"h=[^;]+;", b"h=" + b"from :" * 600 + b"from;", signed()))
    assert time.process_time() - began < 5
