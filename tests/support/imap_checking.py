"""``check`` of a mail account in tests: what it printed, and what the server gave for it."""

from __future__ import annotations

import base64
import re
import time

from click.testing import CliRunner, Result
from support.dovecot import PASSWORD, Dovecot

from mimawari.faces import json_report
from mimawari.faces.cli import commands
from mimawari.model import Report


def check(*words: str, given: str = PASSWORD + "\n") -> Result:
    """The command in this process, with *given* on stdin; the password is in nothing that it prints."""
    result = CliRunner(env={"LC_ALL": "C"}).invoke(commands, ["check", "--jobs", "0", *words], input=given, standalone_mode=False)
    assert PASSWORD not in result.output and base64.b64encode(PASSWORD.encode()).decode() not in result.output
    return result


def report(result: Result) -> Report:
    """The report that it printed."""
    return json_report.read(result.stdout)


def fetched(dovecot: Dovecot) -> int:
    """How many mails' bodies the server gave since it was last asked."""
    until = time.monotonic() + 3
    while (log := dovecot.log()).count("Login: user") > log.count("body_count=") and time.monotonic() < until:
        time.sleep(0.01)
    dovecot.forget()
    return sum(map(int, re.findall(r"body_count=(\d+)", log)))
