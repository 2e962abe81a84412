"""Exports of accounts, written as the vendors' documentation says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.exports import audit, every, exported, gaps, only, parameters, purview, table
from support.public_data import DATA

from mimawari import sources
from mimawari.model import AccountUse, Door, Firm, Looked
from mimawari.sources import Evidence, account_export

RULE = audit(
    "New-InboxRule",
    Parameters=parameters(
        Name=".",
        SubjectOrBodyContainsWords="振込;請求;invoice",
        MoveToFolder="RSS Feeds",
        MarkAsRead="True",
        StopProcessingRules="True",
    ),
)


def test_it_is_a_kind_of_source_of_the_first_turn() -> None:
    assert sources.load()["account-export"].turn == 0


def forms(record: dict[str, Any]) -> dict[str, str]:
    """One record in each form that the audit log is handed out in."""
    wrapped = {"CreationDate": "x", "UserIds": "u", "Operations": record["Operation"], "AuditData": json.dumps(record)}
    return {
        "purview": purview([record]),
        "powershell": table(("RecordType", "CreationDate", "UserIds", "Operations", "AuditData"), [wrapped | {"RecordType": "1"}]),
        "lines": json.dumps(record) + "\n" + json.dumps(record),
        "list": json.dumps([record], indent=2),
        "wrapped list": json.dumps({"@odata.context": "x", "value": [record]}),
        "converted": json.dumps([wrapped]),
    }


@pytest.mark.parametrize("form", forms(RULE))
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_rule_in_every_form_of_the_audit_log(tmp_path: Path, form: str, encoding: str) -> None:
    door = every(Door, exported(tmp_path, forms(RULE)[form].encode(encoding)))[0]
    assert (door.account, door.form, door.name, door.hides, door.target) == ("tanaka@example.jp", "inbox-rule", ".", True, "")
    assert (door.made, door.address, door.night) == ("2026-11-05T13:13:00Z", "203.0.113.61", True), "22:13 of the firm's time"
    assert door.words == "subjectorbodycontainswords: 振込;請求;invoice | MarkAsRead | MoveToFolder: RSS Feeds"


def doors(folder: Path, *records: dict[str, object]) -> list[Door]:
    return every(Door, exported(folder, json.dumps(records)))


def test_rules_that_outlook_wrote(tmp_path: Path) -> None:
    actions = [{"ActionType": "Forward", "Recipients": ["keep@example.net"]}, {"ActionType": "Delete"}]
    given = parameters(
        RuleOperation="AddMailboxRule", RuleName="a", RuleCondition="(SubjectProperty)=振込", RuleActions=json.dumps(actions)
    )
    removed = parameters(RuleOperation="RemoveMailboxRule", RuleName="a", RuleActions=json.dumps(actions))
    (door,) = doors(
        tmp_path,
        audit("UpdateInboxRules", OperationProperties=given, MailboxOwnerUPN="sato@example.jp"),
        audit("UpdateInboxRules", OperationProperties=removed),
    )
    assert (door.account, door.target, door.hides) == ("sato@example.jp", "keep@example.net", True)
    assert door.words.split(" | ") == ["(SubjectProperty)=振込", "Forward", "Delete"]


def test_forwarding_of_a_mailbox(tmp_path: Path) -> None:
    on = parameters(Identity="sato@example.jp", ForwardingSmtpAddress="smtp:keep@example.net", DeliverToMailboxAndForward="False")
    off = parameters(Identity="sato@example.jp", ForwardingSmtpAddress="")
    (door,) = doors(
        tmp_path,
        audit("Set-Mailbox", Parameters=on),
        audit("Set-Mailbox", Parameters=off),
        audit("Set-Mailbox", Parameters=on, ResultStatus="Failed"),
    )
    assert (door.account, door.form, door.target, door.hides) == ("sato@example.jp", "forwarding", "keep@example.net", True)


def test_rights_grants_and_app_passwords(tmp_path: Path) -> None:
    right = parameters(Identity="sato@example.jp", User="helper@example.net", AccessRights="FullAccess")
    own = parameters(Identity="sato@example.jp", User="NT AUTHORITY\\SELF", AccessRights="FullAccess")
    scopes = (
        "[] => [[Id: x, ClientId: y, ConsentType: Principal, Scope: Mail.ReadWrite Mail.Send offline_access, CreatedDateTime: z]]; "
    )
    program = [{"ID": "ServicePrincipal_1", "Type": 2}, {"ID": "Mail Backup Pro", "Type": 1}]
    harmless = [{"Name": "ConsentAction.Permissions", "NewValue": "[] => [[Scope: openid profile email offline_access, x]]"}]
    found = doors(
        tmp_path,
        audit("Add-MailboxPermission", Parameters=right),
        audit("Add-MailboxPermission", Parameters=own),
        audit(
            "Consent to application.",
            Target=program,
            ModifiedProperties=[{"Name": "ConsentAction.Permissions", "NewValue": scopes}],
        ),
        audit("Consent to application.", Target=program, ModifiedProperties=harmless),
        audit("Create application password for user.", Target=[{"ID": "suzuki@example.jp", "Type": 5}]),
    )
    assert {(one.form, one.account, one.target, one.words) for one in found} == {
        ("delegate", "sato@example.jp", "helper@example.net", "FullAccess"),
        ("oauth-grant", "tanaka@example.jp", "Mail Backup Pro", "Mail.ReadWrite Mail.Send offline_access"),
        ("app-password", "suzuki@example.jp", "", ""),
    }


def test_entras_own_audit_names_the_same(tmp_path: Path) -> None:
    changed = [{"displayName": "DelegatedPermissionGrant.Scope", "oldValue": None, "newValue": '" Mail.Read offline_access"'}]
    found = doors(
        tmp_path,
        {
            "activityDateTime": "2026-11-05T13:10:00Z",
            "activityDisplayName": "Add delegated permission grant",
            "result": "success",
            "initiatedBy": {"user": {"userPrincipalName": "tanaka@example.jp", "ipAddress": "203.0.113.61"}},
            "targetResources": [{"displayName": "Mail Backup Pro", "modifiedProperties": changed}],
        },
    )
    assert [(one.form, one.target, one.words, one.address) for one in found] == [
        ("oauth-grant", "Mail Backup Pro", "Mail.Read offline_access", "203.0.113.61")
    ]


def test_sign_ins_and_reads_are_summed(tmp_path: Path) -> None:
    folders = [{"Path": "\\Inbox", "FolderItems": [{"InternetMessageId": "<1>"}, {"InternetMessageId": "<2>"}]}]
    seen = exported(
        tmp_path,
        json.dumps(
            [
                audit("UserLoggedIn", ClientIP="203.0.113.61"),
                audit("UserLoggedIn", ClientIP="203.0.113.62", CreationTime="2026-11-06T03:00:00"),
                audit("UserLoginFailed", ClientIP="203.0.113.61"),
                audit("MailItemsAccessed", OperationCount=1838),
                audit("MailItemsAccessed", Folders=folders),
                audit("FileAccessed"),
            ]
        ),
    )
    sums = {one.service: (one.network, one.successes, one.failures, one.nights, one.addresses) for one in every(AccountUse, seen)}
    assert sums == {"cloud": ("203.0.113.0/24", 2, 1, 1, 2), "mail-read": ("203.0.113.0/24", 1840, 0, 1, 1)}
    assert (only(Looked, seen), gaps(seen)) == (Looked("account-record", 6), {})


def test_what_lies_beside_a_door(tmp_path: Path) -> None:
    usual = [audit("UserLoggedIn", ClientIP="192.0.2.10", CreationTime=f"2026-10-{day:02}T01:00:00") for day in range(5, 10)]
    strange = audit("UserLoggedIn", ClientIP="203.0.113.61", CreationTime="2026-11-05T13:08:00")
    forward = audit("Set-Mailbox", Parameters=parameters(ForwardingSmtpAddress="k@example.net"), CreationTime="2026-11-05T13:40:00")
    office = audit("New-InboxRule", ClientIP="192.0.2.11", Parameters=parameters(Name="x", DeleteMessage="True"))
    found = {(one.form, one.address): (one.usual, one.beside) for one in doors(tmp_path, *usual, strange, RULE, forward, office)}
    assert found == {
        ("inbox-rule", "203.0.113.61"): (False, 1),
        ("forwarding", "203.0.113.61"): (False, 1),
        ("inbox-rule", "192.0.2.11"): (True, 0),
    }
    assert {one.usual for one in doors(tmp_path, *usual[:4], strange, RULE)} == {None}, "four days are too few to say"


def test_what_cmdlets_say_is_set(tmp_path: Path) -> None:
    columns = (
        "Name",
        "Enabled",
        "Priority",
        "SubjectContainsWords",
        "MoveToFolder",
        "DeleteMessage",
        "ForwardTo",
        "MailboxOwnerId",
    )
    rows = [
        {
            "Name": ",",
            "Enabled": "False",
            "SubjectContainsWords": "invoice",
            "DeleteMessage": "True",
            "MailboxOwnerId": "tanaka@example.jp",
        },
        {"Name": "b", "Enabled": "True", "DeleteMessage": "False", "ForwardTo": "System.Collections.Generic.List`1[System.String]"},
        {"Name": "c", "Enabled": "True", "DeleteMessage": "False"},
    ]
    seen = exported(tmp_path, table(columns, rows))
    first, *_ = every(Door, seen)
    assert (first.account, first.name, first.off, first.hides, first.made) == ("tanaka@example.jp", ",", True, True, "")
    assert "1 rules and rights of which the export left a list out" in gaps(seen)


def test_forwarding_and_rights_that_cmdlets_say_are_set(tmp_path: Path) -> None:
    box = {
        "PrimarySmtpAddress": "sato@example.jp",
        "ForwardingSmtpAddress": "smtp:k@example.net",
        "DeliverToMailboxAndForward": True,
    }
    right = {
        "Identity": "sato@example.jp",
        "User": "x@example.net",
        "AccessRights": ["FullAccess", "ReadPermission"],
        "IsInherited": False,
    }
    found = doors(tmp_path, box, right, right | {"IsInherited": True}, box | {"ForwardingSmtpAddress": None})
    assert [(one.form, one.target, one.hides, one.words) for one in found] == [
        ("forwarding", "k@example.net", False, ""),
        ("delegate", "x@example.net", False, "FullAccess;ReadPermission"),
    ]


@pytest.mark.parametrize("content", ["", "[]", '{"a": 1}', "[1,2", "name,enabled\nx,1\n", "<feed xmlns='x'>", "\0" * 300])
def test_anything_else_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "x").write_text(content)
    assert not account_export.recognises(Evidence(str(tmp_path / "x"), firm=Firm()))


@pytest.mark.skipif(not (DATA / "log_m365").exists(), reason="the public files are not here")
def test_public_records_are_all_understood() -> None:
    for path in sorted((DATA / "log_m365").glob("*.log")):
        evidence = Evidence(str(path))
        if account_export.recognises(evidence):
            seen = list(account_export.look(evidence, account_export.survey(evidence), "records"))
            assert only(Looked, seen).count == sum(1 for line in path.read_bytes().splitlines() if line.strip())
            assert set(gaps(seen).values()) <= {"account-record"} and not any("understood" in detail for detail in gaps(seen))
