"""Published excerpts of mail logs are read whole, and logs of other things are left alone."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from support.mail_logs import seen
from support.public_data import labelled

from mimawari.model import AccountUse, Gap
from mimawari.sources import Evidence, mail_log

_NAMES = "(?:postfix|dovecot|exim|sendmail|qmail)"
OURS = re.compile(rf"(?:^|/){_NAMES}(?:\b|[-./])", re.IGNORECASE)
LABELS = ("log_mail", "log_mail_proxy")
OTHERS = ("log_other", "log_benign", "log_firewall", "log_m365", "log_dns", "log_ids", "log_proxy", "log_windows",
          "log_endpoint_av",
          "script_benign", "ioc_text", "mail_bounce", "mail_benign")  # fmt: skip


def is_ours(name: str) -> bool:
    return bool(OURS.search(name)) and "OpenSMTPD" not in name


@pytest.mark.parametrize("label", LABELS)
def test_mail_logs_are_told_from_others_by_content(label: str, tmp_path: Path) -> None:
    for name, path in labelled(label).items():
        nameless = tmp_path / "x"
        nameless.write_bytes(path.read_bytes())
        assert mail_log.recognises(Evidence(str(nameless))) == is_ours(name), name


@pytest.mark.parametrize("label", OTHERS)
def test_nothing_else_is_taken_for_a_mail_log(label: str) -> None:
    assert [name for name, path in labelled(label).items() if mail_log.recognises(Evidence(str(path)))] == []


@pytest.mark.parametrize("label", LABELS)
def test_all_lines_are_understood(label: str) -> None:
    read = 0
    for name, path in labelled(label).items():
        if is_ours(name):
            read += 1
            assert [one.detail for one in seen(path) if isinstance(one, Gap) and one.wanted == "mail-log"] == [], name
    assert read >= 7


def test_failures_that_fail2ban_counts_are_counted() -> None:
    """Its samples say themselves which address a line is to be held against; sign-ins that failed are among them."""
    for word in ("dovecot.log", "sendmail-auth.log", "exim.log"):
        path = next(path for name, path in labelled("log_mail_proxy").items() if name.endswith(f"/{word}"))
        wanted = set()
        lines = path.read_text("utf-8").splitlines()
        for above, line in pairwise(lines):
            host = re.search(r'"match": true *, "host": "([^"]+)"', above)
            if host and re.search(r"\(auth failed, |AUTH failure|authenticator failed", line) and not line.startswith("#"):
                wanted.add(host[1].rpartition(".")[0])
        found = {one.network.rpartition(".")[0] for one in seen(path) if isinstance(one, AccountUse) and one.failures}
        assert wanted, word
        assert wanted <= found, word
