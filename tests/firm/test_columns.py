"""The columns of a provider's log are named in the firm's own file, and what is wrong there is said where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from mimawari import app, firm
from mimawari.engine import Settings
from mimawari.firm.trouble import FirmTrouble
from mimawari.model import LANGUAGES, Firm, LogColumns

TABLE = """
domains = ["sakura.example.jp"]
[[log]]
name = "Rental server"
match = "smtp_*.csv"
columns.time = "日時"
columns.account = "認証ユーザー"
columns.client = "接続元"
columns.message_id = "Message-ID"
columns.recipient = "宛先"
zone = "+0900"
encoding = "cp932"
"""


def test_a_log_is_read_with_its_columns() -> None:
    (log,) = firm.parse(TABLE).columns
    assert dict(log.columns)["account"] == "認証ユーザー"
    assert (log.match, log.tells, log.zone, log.encoding) == ("smtp_*.csv", "sending", 540, "cp932")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_written_is_read_back(language: str) -> None:
    log = LogColumns(
        (("time", "When"), ("account", 'Who "really"')), "n", "*.csv", "sign-in", "%d/%m/%Y %H:%M", -210, "utf-8", ("NG",)
    )
    given = Firm(domains=("sakura.example.jp",), columns=(log,))
    assert firm.parse(firm.text(given, language)) == given


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('tells = "receiving"', "tells"),
        ('encoding = "shiftjis-of-old"', "encoding"),
        ('zone = "JP"', "zone"),
        ('colums.time = "x"', "colums"),
        ('columns.acount = "x"', "acount"),
    ],
)
def test_what_is_wrong_is_named(line: str, named: str) -> None:
    kept = "".join(one for one in TABLE.splitlines(keepends=True) if not one.startswith(line.partition(" ")[0]))
    with pytest.raises(FirmTrouble, match=named):
        firm.parse(kept + line)


def test_a_log_without_account_is_refused() -> None:
    with pytest.raises(FirmTrouble, match="columns"):
        firm.parse(TABLE.replace('columns.account = "認証ユーザー"\n', ""))


def test_a_rental_servers_log_is_read_by_its_named_columns(tmp_path: Path) -> None:
    (tmp_path / "us.toml").write_text(TABLE, "utf-8")
    log = tmp_path / "smtp_2026.csv"
    rows = [f"2026/11/{day:02d} 10:{minute:02d}:00,a@sakura.example.jp,192.0.2.9,<{day}.{minute}@x>,b@nori.example.net"
            for day in range(2, 14) for minute in range(3)]  # fmt: skip
    log.write_text("\n".join(["日時,認証ユーザー,接続元,Message-ID,宛先", *rows]) + "\n", "cp932")
    asked = app.Inquest(app.firm.read(tmp_path / "us.toml"))
    found = list(app.check([app.evidence(str(log))], Settings(reraise=True, inquest=asked), jobs=0))
    assert [source.kind for source in found] == ["mail-trace", "inquiry"]
    assert found[0].looked_at["mail-log"] == 36
