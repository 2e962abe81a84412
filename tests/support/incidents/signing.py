"""DKIM signatures (RFC 6376, rsa-sha256, relaxed/relaxed) with test keys that hang on nothing but domain and selector."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from random import Random

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from support.incidents.reading import Piece, moment, pieces

_EXPONENT = 65537
_SIGNED = ("from", "to", "subject", "date", "message-id", "mime-version", "content-type")
_SMALL = [n for n in range(3, 2000, 2) if all(n % d for d in range(3, int(n**0.5) + 1, 2))]


@cache
def key(domain: str, selector: str) -> rsa.RSAPrivateKey:
    """The test key of a selector; always the same one."""
    rng = Random(f"test key of {selector}._domainkey.{domain}")
    p, q = _prime(rng), _prime(rng)
    d = pow(_EXPONENT, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(_EXPONENT, p * q)
    return rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), public).private_key()


def _prime(rng: Random) -> int:
    while True:
        n = rng.getrandbits(1024) | 3 << 1022 | 1
        if all(n % small for small in _SMALL) and (n - 1) % _EXPONENT and all(_is_witnessed(n, rng) for _ in range(8)):
            return n


def _is_witnessed(n: int, rng: Random) -> bool:
    """Whether one round of Miller and Rabin finds nothing against *n* being prime."""
    odd, twos = n - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    x = pow(rng.randrange(2, n - 1), odd, n)
    if x in (1, n - 1):
        return True
    for _ in range(twos - 1):
        x = x * x % n
        if x == n - 1:
            return True
    return False


def record(domain: str, selector: str) -> str:
    """What stands in the DNS for it."""
    public = key(domain, selector).public_key()
    raw = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return "v=DKIM1; k=rsa; p=" + base64.b64encode(raw).decode()


def signers(incident: Piece) -> list[tuple[str, str]]:
    """Domain and selector of every signature of an incident, and the firm's own where it signs everything."""
    found = [named(piece["dkim_signature"]) for piece in pieces(incident, "reported-mail") if "dkim_signature" in piece]
    own = re.match(r"(\w+)\._domainkey\.(\S+)", incident["us"]["dns"]["dkim"])
    return sorted({one for one in (*found, (own[2], own[1]) if own else None) if one})


def named(told: str) -> tuple[str, str] | None:
    """``valid: d=sakura.example.jp s=s1``: domain and selector; None where nothing is signed."""
    domain, selector = re.search(r"\bd=(\S+)", told), re.search(r"\bs=(\S+)", told)
    return (domain[1], selector[1] if selector else "mail") if domain else None


def signature(heads: list[tuple[str, str]], body: bytes, signer: tuple[str, str], time: str) -> str:
    """The value of a DKIM-Signature over those headers and that body (its lines end with CR LF)."""
    domain, selector = signer
    digest = base64.b64encode(hashlib.sha256(_relaxed_body(body)).digest()).decode()
    known = {name.lower(): value for name, value in heads}
    names = [name for name in _SIGNED if name in known]
    told = (
        f"v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain};\r\n\ts={selector}; t={moment(time)};"
        f"\r\n\tbh={digest};\r\n\th={':'.join(names)};\r\n\tb="
    )
    signed = "".join(f"{name}:{_relaxed(known[name])}\r\n" for name in names) + f"dkim-signature:{_relaxed(told)}"
    raw = key(domain, selector).sign(signed.encode("ascii"), padding.PKCS1v15(), hashes.SHA256())
    text = base64.b64encode(raw).decode()
    return told + "\r\n\t ".join(text[at : at + 72] for at in range(0, len(text), 72))


def _relaxed(value: str) -> str:
    """RFC 6376 3.4.2: unfolded, every run of white space one space, none at the ends."""
    return re.sub(r"[ \t]+", " ", value.replace("\r\n", "")).strip(" \t")


def _relaxed_body(body: bytes) -> bytes:
    """RFC 6376 3.4.4."""
    lines = [re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b"".join(line + b"\r\n" for line in lines)
