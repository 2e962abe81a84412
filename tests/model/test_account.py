"""Locators of mail accounts (RFC 5092 without parameters): what they name, and what is refused without being repeated."""

import pytest

from mimawari.model.account import Account, Flaw, NoAccount, names_account


@pytest.mark.parametrize(
    ("locator", "account"),
    [
        ("imap://taro@mail.example.jp", Account("taro", "mail.example.jp", 143, "INBOX", False)),
        ("imaps://taro@mail.example.jp/", Account("taro", "mail.example.jp", 993, "INBOX", True)),
        ("imaps://taro%40example.jp@mail.example.jp:1993/Sent", Account("taro@example.jp", "mail.example.jp", 1993, "Sent", True)),
        ("imaps://taro@example.jp@mail.example.jp/Sent", Account("taro@example.jp", "mail.example.jp", 993, "Sent", True)),
        ("IMAPS://taro@MAIL.example.jp/送信済み/2026年", Account("taro", "mail.example.jp", 993, "送信済み/2026年", True)),
        ("imaps://taro@mail.example.jp/%E9%80%81%E4%BF%A1", Account("taro", "mail.example.jp", 993, "送信", True)),
        ("imaps://taro@mail.example.jp/50% off", Account("taro", "mail.example.jp", 993, "50% off", True)),
        ("imap://a%3Ab@[2001:db8::1]:10143/*", Account("a:b", "2001:db8::1", 10143, "*", False)),
        ("imap://a@[::1]", Account("a", "::1", 143, "INBOX", False)),
    ],
)
def test_a_locator_names_an_account(locator: str, account: Account) -> None:
    assert Account.of(locator) == account
    assert account.is_whole == (account.folder == "*")


@pytest.mark.parametrize(
    ("locator", "flaw"),
    [
        ("imaps://taro:hunter2@mail.example.jp/", Flaw.PASSWORD),
        ("imaps://taro:@mail.example.jp/", Flaw.PASSWORD),
        ("imaps://taro@example.jp:hunter2@mail.example.jp/", Flaw.PASSWORD),
        ("imaps://:hunter2@mail.example.jp", Flaw.PASSWORD),
        ("imaps://taro:hunt@er2@mail.example.jp", Flaw.PASSWORD),
        ("imaps://mail.example.jp/INBOX", Flaw.USER),
        ("imaps://@mail.example.jp/INBOX", Flaw.USER),
        ("imaps://", Flaw.USER),
        ("imaps://taro@/INBOX", Flaw.SERVER),
        ("imaps://taro@mail.example.jp:x/", Flaw.SERVER),
        ("imaps://taro@mail.example.jp:0/", Flaw.SERVER),
        ("imaps://taro@mail.example.jp:65536/", Flaw.SERVER),
        ("imaps://taro@2001:db8::1/", Flaw.SERVER),
        ("imaps://taro@mail example/", Flaw.SERVER),
        ("http://taro@mail.example.jp/", Flaw.SERVER),
        ("imaps://taro%0d%0a@mail.example.jp/", Flaw.CHARACTER),
        ("imaps://taro@mail.example.jp/a%00b", Flaw.CHARACTER),
    ],
)
def test_what_is_wrong_is_told_without_the_locator(locator: str, flaw: Flaw) -> None:
    with pytest.raises(NoAccount) as wrong:
        Account.of(locator)
    assert wrong.value.flaw is flaw
    assert "hunter2" not in f"{wrong.value} {wrong.value!r}"


def test_only_these_schemes_are_accounts() -> None:
    assert names_account("imap://a@b") and names_account("IMAPS://a@b")
    assert not any(map(names_account, ("imap:folder", "imap", "imapx://a@b", "folder/imap://a", "")))
