"""Tables whose columns the firm named."""

from __future__ import annotations

from pathlib import Path

from support.exports import FIRM, only, table, traced

from mimawari.model import AccountUse, Asked, Firm, LogColumns, LogSpan, Passage, SendingProfile
from mimawari.sources import Evidence, mail_trace

RENTAL = LogColumns(
    (
        ("time", "日時"),
        ("account", "認証ID"),
        ("client", "接続元IP"),
        ("message_id", "Message-ID"),
        ("recipient", "宛先"),
        ("status", "結果"),
        ("helo", "HELO"),
    ),
    name="rental",
    match="smtp_*.csv",
    time_format="%Y年%m月%d日 %H時%M分%S秒",
    zone=540,
    encoding="cp932",
    failed=("失敗",),
)
LOGINS = LogColumns(
    (("time", "時刻"), ("account", "ユーザー"), ("client", "IP"), ("status", "結果"), ("service", "種別")),
    tells="sign-in",
    failed=("NG",),
)


def test_columns_that_the_firm_named(tmp_path: Path) -> None:
    row = {
        "日時": "2026年11月10日 11時14分08秒",
        "認証ID": "Tanaka@example.jp",
        "接続元IP": "203.0.113.9",
        "Message-ID": "c1@example.jp",
        "宛先": "a@example.com,b@example.com",
        "結果": "失敗",
        "HELO": "[203.0.113.9]",
        "余り": "=cmd|x",
    }
    content = table(("日時", "認証ID", "接続元IP", "Message-ID", "宛先", "結果", "HELO", "余り"), [row], ";").encode("cp932")
    firm = Firm(domains=("example.jp",), columns=(LOGINS, RENTAL))
    seen = traced(tmp_path, content, firm=firm, asked=Asked(message_ids=frozenset({"<c1@example.jp>"})), name="SMTP_202611.csv")
    passage = only(Passage, seen)
    assert (passage.time, passage.account, passage.count, passage.status) == (
        "2026-11-10T02:14:08Z",
        "tanaka@example.jp",
        2,
        "FAIL 失敗",
    )
    profile = only(SendingProfile, seen)
    assert (profile.software, profile.hours[0].literals, profile.zone) == ("rental", 1, 540)
    assert not mail_trace.recognises(Evidence(str(tmp_path / "SMTP_202611.csv"), firm=FIRM)), (
        "without the firm's word it is any table"
    )
    (tmp_path / "other.csv").write_bytes(content)
    assert not mail_trace.recognises(Evidence(str(tmp_path / "other.csv"), firm=firm)), "another name than the pattern's"


def test_sign_ins_whose_columns_the_firm_named(tmp_path: Path) -> None:
    lines = [
        "時刻,ユーザー,IP,結果,種別",
        "2026/11/10 2:14:08,sato@example.jp,203.0.113.9,OK,imaps",
        "2026/11/10 12:00:00,sato@example.jp,203.0.113.8,NG,imap",
    ]
    seen = traced(tmp_path, "\n".join(lines), firm=Firm(domains=("example.jp",), columns=(LOGINS,)))
    use = only(AccountUse, seen)
    assert (use.service, use.network, use.successes, use.failures, use.nights, use.addresses) == (
        "imap",
        "203.0.113.0/24",
        1,
        1,
        1,
        2,
    )
    assert use.first == "2026-11-09T17:14:08Z", "the firm's own zone"
    assert only(LogSpan, seen).tells == ("sign-in",)
