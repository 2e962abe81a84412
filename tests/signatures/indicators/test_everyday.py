"""Hashes of what everybody has are never looked for, in whatever list they stand. Their values are known to everybody, too."""

from pathlib import Path
from typing import Any

import pytest
from support.listing import SHA256, brought, faults, hits

EVERYDAY = {
    "d41d8cd98f00b204e9800998ecf8427e": b"",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709": b"",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855": b"",
    "93b885adfe0da089cdf634904fd59f71": b"\0",
    "5ba93c9db0cff93f52b521d7420e43f6eda2784f": b"\0",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d": b"\0",
    "68b329da9893e34099c7d8ad5cb9c940": b"\n",
    "adc83b19e793491b1c6ea0fd8b46cd9f32e592fc": b"\n",
    "01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b": b"\n",
    "76cdb2bad9582d23c1f6f4d868218d6c": b"PK\5\6" + bytes(18),
    "8739c76e681f900923b900c9df0ef75cf421d39cabb54650c4b9ad19b6a76d85": b"PK\5\6" + bytes(18),
    "098f6bcd4621d373cade4e832627b4f6": b"test",
}


@pytest.mark.parametrize(("value", "content"), EVERYDAY.items())
@pytest.mark.parametrize("form", ["text", "csv", "stix", "misp"])
def test_it_is_refused_and_named(tmp_path: Path, value: str, content: bytes, form: str) -> None:
    kind = {32: "md5", 40: "sha1", 64: "sha256"}[len(value)]
    pattern = f"[file:hashes.'{ {'md5': 'MD5', 'sha1': 'SHA-1', 'sha256': 'SHA-256'}[kind] }' = '{value.upper()}']"
    forms: dict[str, str | dict[str, Any]] = {
        "text": f"{value}\n",
        "csv": f"{kind},family\n{value},Emotet\n",
        "stix": {"type": "bundle", "objects": [{"type": "indicator", "pattern": pattern}]},
        "misp": {"Event": {"info": "x", "Attribute": [{"type": kind, "value": value}]}},
    }
    found = brought(tmp_path, forms[form])
    assert hits(found, data=content) == []
    assert faults(found) == {"rows that fit files which everybody has": (1, 2 if form == "csv" else 1)}
    assert found.lacks[0].wanted == "signature"


def test_the_other_rows_are_used(tmp_path: Path) -> None:
    found = brought(tmp_path, "\n".join([*EVERYDAY, SHA256]))
    assert hits(found)
    assert faults(found) == {"rows that fit files which everybody has": (len(EVERYDAY), 1)}
