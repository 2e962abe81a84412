"""Sites that browsers keep logins of: names and numbers, never who signs in and never a secret."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from support.held import CHROME, DAY, LOCAL, LOGINS, MARCH, ROAMING, SECRET, chrome, database, login, seen, told
from support.pc import Pc

from mimawari.model import Held, Reason
from mimawari.sources.windows.holdings import browsers, lite

FIREFOX = f"{ROAMING}/Mozilla/Firefox/Profiles/a1.default"


def sites(pc: Pc, folder: Path) -> dict[str, int]:
    return {one.place: one.count for one in told(pc, folder, Held.SAVED_LOGIN)}


def test_logins_are_counted_by_site_with_their_first_and_last_use(tmp_path: Path) -> None:
    urls = {"https://rms.rakuten.co.jp/a": MARCH + DAY, "https://RMS.rakuten.co.jp:443/b": MARCH, "http://192.0.2.1/": MARCH}
    rows = [login(url, used) for url, used in urls.items()]
    first, second = told(Pc().put(f"{CHROME}/Login Data", chrome(*rows)), tmp_path, Held.SAVED_LOGIN)
    assert (first.place, first.service, first.count) == ("192.0.2.1", "http", 1)
    assert (second.place, second.service, second.count, second.saved) == ("rms.rakuten.co.jp", "https", 2, True)
    assert (second.begins, second.ends) == ("2022-03-05T00:00:00Z", "2022-03-06T00:00:00Z")
    assert (second.user, second.program, second.account) == ("shop", "Google Chrome", "")


def test_a_site_where_nothing_is_ever_saved_is_none(tmp_path: Path) -> None:
    rows = chrome(login("https://bank.example.jp/", refused=True), login("https://shop.example.jp/"))
    assert sites(Pc().put(f"{CHROME}/Login Data", rows), tmp_path) == {"shop.example.jp": 1}


@pytest.mark.parametrize(
    "folder",
    [
        f"{LOCAL}/Google/Chrome/User Data/Profile 2",
        f"{LOCAL}/Microsoft/Edge/User Data/Default",
        f"{LOCAL}/BraveSoftware/Brave-Browser/User Data/Default",
        f"{LOCAL}/Vivaldi/User Data/Default",
        f"{ROAMING}/Opera Software/Opera Stable",
        f"{ROAMING}/Opera Software/Opera Stable/Default",
    ],
)
def test_every_browser_and_every_profile(tmp_path: Path, folder: str) -> None:
    pc = Pc().put(f"{folder}/Login Data", chrome(login("https://a.example.jp/")))
    pc.put(f"{folder}/Login Data For Account", chrome(login("https://a.example.jp/"), login("https://b.example.jp/")))
    found = told(pc, tmp_path, Held.SAVED_LOGIN)
    assert sorted((one.place, one.count) for one in found) == [("a.example.jp", 1), ("a.example.jp", 1), ("b.example.jp", 1)]


@pytest.mark.parametrize("path", ["Google/Chrome/User Data/Login Data.bak", "Google/Chrome/Login Data", "x/Login Data"])
def test_what_is_no_profile_is_not_read(tmp_path: Path, path: str) -> None:
    assert sites(Pc().put(f"{LOCAL}/{path}", chrome(login("https://a.example.jp/"))), tmp_path) == {}


def test_cards_are_a_number_and_nothing_else(tmp_path: Path) -> None:
    made = "CREATE TABLE credit_cards (guid VARCHAR, name_on_card VARCHAR, card_number_encrypted BLOB)"
    rows = [(f"g{count}", f"name {SECRET}", SECRET.encode()) for count in range(3)]
    pc = Pc().put(f"{CHROME}/Web Data", database(made, rows=rows, table="credit_cards"))
    (one,) = told(pc, tmp_path, Held.SAVED_CARD)
    assert (one.count, one.place, one.account, one.program) == (3, "", "", "Google Chrome")


def test_no_cards_are_told_where_none_were_saved(tmp_path: Path) -> None:
    made = "CREATE TABLE credit_cards (guid VARCHAR, name_on_card VARCHAR, card_number_encrypted BLOB)"
    assert told(Pc().put(f"{CHROME}/Web Data", database(made)), tmp_path, Held.SAVED_CARD) == []


def test_firefox(tmp_path: Path) -> None:
    rows = [
        {"hostname": "https://shop.example.jp", "encryptedUsername": SECRET, "encryptedPassword": SECRET} | more
        for more in ({"timeLastUsed": 1_646_438_400_000}, {})
    ]
    pc = Pc().put(f"{FIREFOX}/logins.json", json.dumps({"nextId": 3, "logins": rows}).encode())
    cards = {"creditCards": [{"cc-number-encrypted": SECRET}, {"deleted": True}]}
    pc.put(f"{FIREFOX}/autofill-profiles.json", json.dumps(cards).encode())
    found, gaps = seen(pc, tmp_path)
    assert gaps == []
    assert [(one.held, one.place, one.count, one.ends) for one in found] == [
        (Held.SAVED_LOGIN, "shop.example.jp", 2, "2022-03-05T00:00:00Z"),
        (Held.SAVED_CARD, "", 1, ""),
    ]


def test_an_old_firefox(tmp_path: Path) -> None:
    made = "CREATE TABLE moz_logins (id INTEGER, hostname TEXT, encryptedPassword TEXT)"
    content = database(made, rows=[(1, "https://a.example.jp", SECRET)], table="moz_logins")
    assert sites(Pc().put(f"{FIREFOX}/signons.sqlite", content), tmp_path) == {"a.example.jp": 1}


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://user:PLANTED-SECRET@shop.example.jp/", "shop.example.jp"),
        ("https://xn--amazn-mye.example.jp/", "xn--amazn-mye.example.jp"),
        ("https://日本語.example.jp/", "xn--wgv71a119e.example.jp"),
        ("android://PLANTED-SECRET==@jp.example.app/", "jp.example.app"),
        ("http://nas/", "nas"),
        ("PLANTEDSECRET", ""),
        ("yama:PLANTEDSECRET", ""),
        ("yama@PLANTEDSECRET", ""),
        ("https://[2001:db8::1]:8443/x", "[2001:db8::1]"),
        ("https://a.example.jp\u202e/x", ""),
        ("=HYPERLINK(1)", ""),
        ("", ""),
    ],
)
def test_hostile_and_odd_addresses(tmp_path: Path, url: str, place: str) -> None:
    assert list(sites(Pc().put(f"{CHROME}/Login Data", chrome(login(url))), tmp_path)) == [place]


@pytest.mark.parametrize(
    ("url", "service"),
    [
        ("chrome-extension://abcdefghijkl/", "extension"),
        ("android://x==@jp.example.app/", "app"),
        ("https://a.example.jp/", "https"),
    ],
)
def test_what_is_no_page_is_told_apart(tmp_path: Path, url: str, service: str) -> None:
    found, _ = seen(Pc().put(f"{CHROME}/Login Data", chrome(login(url))), tmp_path)
    assert [one.service for one in found] == [service]


def damaged(content: bytes) -> dict[str, tuple[bytes, Reason]]:
    view = ("CREATE TABLE x (origin_url, signon_realm)", "CREATE VIEW logins AS SELECT * FROM x")
    return {
        "cut": (content[:2000], Reason.CORRUPT),
        "text": (b"not a database" * 100, Reason.CORRUPT),
        "flipped": (content[:4096] + b"\xff" * (len(content) - 4096), Reason.CORRUPT),
        "view": (database(*view), Reason.UNSUPPORTED),
        "other": (database("CREATE TABLE logins (a, b)"), Reason.UNSUPPORTED),
    }


@pytest.mark.parametrize("name", ["cut", "text", "flipped", "view", "other"])
def test_a_database_that_cannot_be_read_is_a_gap_and_not_nothing(tmp_path: Path, name: str) -> None:
    content, reason = damaged(chrome(*(login(f"https://s{count}.example.jp/" + "x" * 300) for count in range(50))))[name]
    _, (gap,) = seen(Pc().put(f"{CHROME}/Login Data", content), tmp_path)
    assert gap.reason is reason
    assert gap.origin.path[-1] == "C:\\" + f"{CHROME}/Login Data".replace("/", "\\")


def test_what_was_read_before_the_damage_is_kept(tmp_path: Path) -> None:
    content = bytearray(chrome(*(login(f"https://s{count:02}.example.jp/" + "x" * 300) for count in range(50))))
    content[-4096:] = b"\xff" * 4096
    found, gaps = seen(Pc().put(f"{CHROME}/Login Data", bytes(content)), tmp_path)
    assert len(gaps) == 1
    assert 0 < len(found) < 50


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsers, "SITES", 2)
    rows = [login(f"https://s{count}.example.jp/") for count in range(4)]
    found, (gap,) = seen(Pc().put(f"{CHROME}/Login Data", chrome(*rows)), tmp_path / "a")
    assert (len(found), gap.reason) == (2, Reason.TOO_LARGE)
    monkeypatch.setattr(lite, "MOST", 4096)
    found, (gap,) = seen(Pc().put(f"{CHROME}/Login Data", chrome(*rows)), tmp_path / "b")
    assert (found, gap.reason) == ([], Reason.TOO_LARGE)


def test_a_query_that_never_ends_is_broken_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lite, "_TURNS", 1)
    monkeypatch.setattr(lite, "_STEPS", 50)
    rows = [login(f"https://s{count}.example.jp/") for count in range(100)]
    _, (gap,) = seen(Pc().put(f"{CHROME}/Login Data", chrome(*rows)), tmp_path)
    assert gap.reason is Reason.TIMED_OUT


def logged(folder: Path) -> tuple[bytes, bytes]:
    """A database with one site in it, and another one in its write-ahead log alone: as SQLite has them while it is open."""
    path = folder / "made.db"
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA journal_mode = WAL")
        base.execute(LOGINS)
        base.execute("INSERT INTO logins VALUES (?, ?, ?, ?, ?, ?, ?)", login("https://a.example.jp/"))
        base.commit()
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        base.execute("INSERT INTO logins VALUES (?, ?, ?, ?, ?, ?, ?)", login("https://b.example.jp/"))
        base.commit()
        return path.read_bytes(), (folder / "made.db-wal").read_bytes()


def test_what_only_the_write_ahead_log_holds(tmp_path: Path) -> None:
    content, log = logged(tmp_path)
    pc = Pc().put(f"{CHROME}/Login Data", content)
    assert sites(pc, tmp_path / "without") == {"a.example.jp": 1}
    assert sites(pc.put(f"{CHROME}/Login Data-wal", log), tmp_path / "with") == {"a.example.jp": 1, "b.example.jp": 1}


def test_a_log_that_was_not_finished_counts_as_far_as_it_was(tmp_path: Path) -> None:
    content, log = logged(tmp_path)
    pc = Pc().put(f"{CHROME}/Login Data", content).put(f"{CHROME}/Login Data-wal", log[:-10])
    assert sites(pc, tmp_path / "pc") == {"a.example.jp": 1}


def test_a_damaged_log_is_a_gap(tmp_path: Path) -> None:
    content, log = logged(tmp_path)
    pc = Pc().put(f"{CHROME}/Login Data", content).put(f"{CHROME}/Login Data-wal", b"\0" * 8 + log[8:])
    _, (gap,) = seen(pc, tmp_path / "pc")
    assert gap.reason is Reason.CORRUPT


def test_a_change_that_was_never_finished_is_a_gap(tmp_path: Path) -> None:
    pc = Pc().put(f"{CHROME}/Login Data", chrome(login("https://a.example.jp/")))
    pc.put(f"{CHROME}/Login Data-journal", bytes.fromhex("d9d505f920a163d7") + b"\0" * 504)
    _, (gap,) = seen(pc, tmp_path)
    assert gap.reason is Reason.CORRUPT


ODD = (b"{", b"[]", b'{"logins": 1}', b"\xff\xfe", b'{"logins": [1, null, {"hostname": 7}]}', b"[" * 100_000)


@pytest.mark.parametrize("content", ODD)
def test_odd_json_of_firefox(tmp_path: Path, content: bytes) -> None:
    found, gaps = seen(Pc().put(f"{FIREFOX}/logins.json", content), tmp_path)
    assert bool(gaps) != bool(found)
