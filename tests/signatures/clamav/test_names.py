"""What ClamAV's names say; each as its signatures or its documentation write it."""

import pytest

from mimawari import knowledge
from mimawari.model import About, Strength
from mimawari.signatures.clamav.names import row

KNOWN = knowledge.load()


def of(name: str) -> tuple[str | None, str]:
    found = row(name, "ClamAV 27550", "2026-11-20", KNOWN.aliases)
    assert (found.by, found.name, found.about) == ("clamav", name, About.DELIVERY)
    return found.family, found.strength.word


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Win.Trojan.Emotet-1234-0", "emotet"),
        ("Doc.Downloader.Emotet-7072230-0", "emotet"),
        ("Win.Packed.EMOTET-9953123-0", "emotet"),
        ("Xls.Malware.Heodo_1-0.UNOFFICIAL", "emotet"),
        ("Sanesecurity.Malware.Geodo.27.UNOFFICIAL", "emotet"),
        ("Win.Trojan.Qbot-9764117-0", "qakbot"),
        ("Win.Trojan.IcedID-9753101-0", "icedid"),
        ("Win.Trojan.CobaltStrike-7899872-1", "cobalt-strike"),
        ("Win.Trojan.Agent-36124", None),
        ("Win.Trojan.NotEmotet-1-0", None),
        ("Win.Trojan.EmotetLike-1-0", None),
        ("Win.Trojan.Dreemotet-1-0", None),
    ],
)
def test_a_family_is_a_whole_word(name: str, family: str | None) -> None:
    assert of(name) == (family, "strong")


@pytest.mark.parametrize(
    "name",
    [
        "Heuristics.OLE2.ContainsMacros",
        "Heuristics.Encrypted.Zip",
        "Heuristics.Phishing.Email.SpoofedDomain",
        "PUA.Win.Packer.Upx-48",
        "Win.Adware.Agent-1-0",
        "Win.Test.EICAR_HDB-1",
        "Eicar-Test-Signature",
        "Clamav.Test.File-6",
        "Email.Phishing.VOF1-6296967-0",
        "Sanesecurity.Junk.12.UNOFFICIAL",
        "SecuriteInfo.com.Spam-1.UNOFFICIAL",
        "Sanesecurity.Foxhole.Zip_fs123.UNOFFICIAL",
    ],
)
def test_what_is_no_malware_is_a_hint(name: str) -> None:
    assert of(name) == (None, "hint")


def test_a_name_that_holds_such_a_word_elsewhere_is_malware() -> None:
    assert of("Win.Trojan.Test-1-0") == (None, "strong")
    assert of("Doc.Dropper.File-1-0") == (None, "strong")


def test_the_date_is_of_clamavs_own_signatures_only() -> None:
    assert row("Win.Trojan.Emotet-1234-0", "ClamAV 27550", "2026-11-20", KNOWN.aliases).date == "2026-11-20"
    other = row("Win.Trojan.Emotet-1234-0.UNOFFICIAL", "ClamAV 27550", "2026-11-20", KNOWN.aliases)
    assert (other.date, other.strength) == ("", Strength.STRONG)
    assert other.words is not None


def test_every_family_is_called_by_its_own_name() -> None:
    assert {KNOWN.aliases[family] for family in KNOWN.families} == KNOWN.families
    assert set(KNOWN.aliases.values()) == KNOWN.families
