"""Sign-ins, and what Google exports, written as the vendors' documentation says."""

from __future__ import annotations

import json
from pathlib import Path

from support.exports import every, exported, gaps, only, table

from mimawari.model import AccountUse, Door, Looked

SIGN_INS = (
    "Date (UTC)",
    "Request ID",
    "Username",
    "Application",
    "IP address",
    "Location",
    "Status",
    "Sign-in error code",
    "Client app",
)


def sign_in(stamp: str, status: str = "Success", client: str = "Browser") -> dict[str, str]:
    return {
        "Date (UTC)": stamp,
        "Username": "Tanaka@example.jp",
        "IP address": "203.0.113.61",
        "Location": "Tokyo, Tokyo, JP",
        "Status": status,
        "Client app": client,
    }


def test_entras_sign_ins_as_a_table(tmp_path: Path) -> None:
    rows = [
        sign_in("2026-11-05T13:08:00Z"),
        sign_in("2026-11-05T13:09:00Z", "Failure", "IMAP4"),
        sign_in("2026-11-05T13:10:00Z", "Interrupted"),
    ]
    seen = exported(tmp_path, table(SIGN_INS, rows))
    assert {(one.service, one.successes, one.failures, one.country) for one in every(AccountUse, seen)} == {
        ("cloud", 1, 0, "JP"),
        ("imap", 0, 1, "JP"),
    }


def test_dates_that_could_be_either(tmp_path: Path) -> None:
    def first(*stamps: str) -> list[str]:
        return [one.first for one in every(AccountUse, exported(tmp_path, table(SIGN_INS, map(sign_in, stamps))))]

    assert first("11/10/2026 2:14:08 AM", "11/13/2026 2:14:08 AM") == ["2026-11-10T02:14:08Z"]
    assert first("11/10/2026 2:14:08", "13/10/2026 2:14:08") == ["2026-10-11T02:14:08Z"]
    assert first("11/10/2026 2:14:08 AM", "12/10/2026 2:14:08 AM") == []
    assert gaps(exported(tmp_path, table(SIGN_INS, [sign_in("11/10/2026 2:14:08 AM")]))) == {
        "1 records whose day and month cannot be told apart": "account-record"
    }


def test_entras_sign_ins_as_records(tmp_path: Path) -> None:
    base = {
        "createdDateTime": "2026-11-05T13:08:00Z",
        "userPrincipalName": "tanaka@example.jp",
        "ipAddress": "2001:db8:1::5",
        "location": {"countryOrRegion": "XX"},
    }
    use = only(AccountUse, exported(tmp_path, json.dumps([base | {"status": {"errorCode": code}} for code in (0, 50126, 50140)])))
    assert (use.network, use.successes, use.failures, use.country) == ("2001:db8:1::/48", 1, 1, "XX")


def activity(name: str, application: str, **given: object) -> dict[str, object]:
    listed = [{"name": key, ("multiValue" if isinstance(value, list) else "value"): value} for key, value in given.items()]
    return {
        "kind": "admin#reports#activity",
        "id": {"time": "2026-11-06T15:58:00.000Z", "applicationName": application},
        "actor": {"email": "suzuki@example.jp"},
        "ipAddress": "203.0.113.155",
        "events": [{"name": name, "parameters": listed}],
    }


def test_googles_activities(tmp_path: Path) -> None:
    items = [
        activity("login_success", "login"),
        activity("suspicious_login", "login", affected_email_address="sato@example.jp"),
        activity("email_forwarding_out_of_domain", "user_accounts", email_forwarding_destination_address="keep@example.net"),
        activity("authorize", "token", app_name="Mailer", scope=["openid", "https://mail.google.com/"]),
        activity("authorize", "token", app_name="Login", scope=["openid", "email"]),
    ]
    seen = exported(tmp_path, json.dumps({"kind": "admin#reports#activities", "etag": "x", "items": items}))
    assert [(one.form, one.target, one.night) for one in every(Door, seen)] == [
        ("forwarding", "keep@example.net", True),
        ("oauth-grant", "Mailer", True),
    ]
    assert {(one.account, one.successes, one.failures) for one in every(AccountUse, seen)} == {
        ("suzuki@example.jp", 1, 0),
        ("sato@example.jp", 0, 1),
    }


def test_googles_app_passwords(tmp_path: Path) -> None:
    one = {"kind": "admin#directory#asp", "codeId": 1, "name": "Mail on Windows", "creationTime": "1794067200", "lastTimeUsed": "0"}
    items = [one | {"userKey": "suzuki@example.jp"}, one | {"userKey": "suzuki@example.jp", "creationTime": "1794067200000"}]
    found = every(Door, exported(tmp_path, json.dumps({"kind": "admin#directory#aspList", "items": items})))
    assert {(door.account, door.form, door.name, door.made) for door in found} == {
        ("suzuki@example.jp", "app-password", "Mail on Windows", "2026-11-07T16:00:00Z")
    }


FEED = """<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:apps='http://schemas.google.com/apps/2006'>
<title>Mail Filters</title><author><name>鈴木</name><email>suzuki@example.jp</email></author>
<entry><category term='filter'></category><title>Mail Filter</title><content></content>
<apps:property name='from' value='mailer-daemon'/><apps:property name='shouldTrash' value='true'/></entry>
<entry><category term='filter'></category><apps:property name='hasTheWord' value='請求'/>
<apps:property name='forwardTo' value='keep@example.net'/></entry>
<entry><category term='filter'></category><apps:property name='label' value='仕事'/></entry></feed>"""


def test_gmails_filters(tmp_path: Path) -> None:
    seen = exported(tmp_path, FEED)
    assert [(one.account, one.form, one.target, one.hides, one.words) for one in every(Door, seen)] == [
        ("suzuki@example.jp", "filter", "", True, "from: mailer-daemon | shouldTrash"),
        ("suzuki@example.jp", "filter", "keep@example.net", False, "hasTheWord: 請求"),
    ]
    assert only(Looked, seen) == Looked("account-record", 3)
