"""People outside the firm are masked the same everywhere; the firm's own, hosts and the program's own words stay."""

import json
from dataclasses import dataclass

import pytest
from support import reports
from support.dossiers import entry

from mimawari.model import Deed, Entry
from mimawari.sealing.redacting import Mask, addresses

SAID = [
    {"from": "日野 修 <hino@kobo.example.com>", "subject": "Re: 集荷"},
    {"facts": {"name": "Rosa Baker", "own": "yama@midori.example.jp", "address": "rosa@bakery.example.net"}},
    "call from Osamu Sakamoto <saka@shop.example.org>, at nine",
    '"Customer Service" <help@big.example.com>',
    "山田 恵 <front@clinic.example.com>",
]


def masked(text: str) -> str:
    mask = Mask(lambda address: address.endswith("@midori.example.jp"), ("山田 恵", "森"), ("unplug", "mail-password", "change"))
    mask.learn(SAID)
    return mask.text(text)


@pytest.mark.parametrize(
    "text",
    [
        "hino@kobo.example.com", "HINO@Kobo.Example.COM", "hino[@]kobo[.]example[.]com", "hino＠kobo.example.com",
        "hino(at)kobo.example.com", "mailto:hino@kobo.example.com?subject=x", "<hino@kobo.example.com>",
        "imaps://hino%40kobo.example.com@mail.example.com/INBOX",
        "a;hino@kobo.example.com;b", "「hino@kobo.example.com」から", "change@hino@kobo.example.com", "hino@kobo.exa…", "hino@…",
        "C:\\Users\\a\\hino@kobo.example.com.pst", "'hino'@kobo.example.com", "hino@[192.0.2.1]",
    ],
)  # fmt: skip
def test_an_address_is_found_however_it_is_written(text: str) -> None:
    assert "hino" not in masked(text).lower()
    assert "person-" in masked(text)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Message-ID <ABC.kokyaku-z@mailhost>", "kokyaku"), ("from ono@localhost", "ono"), ("ono＠総務", "ono"),
        ("bounce+taro.kokyaku=gmail.example.com@send.example.net", "taro"), ("suzuki=kyaku@example.net", "suzuki"),
        ("SRS0=ab=cd=gmail.example.com=taro@midori.example.jp", "taro"),
        ("bounce+taro.kokyaku=gmail.example.com@midori.example.jp", "taro"),
        ("ken/ono@kyaku.example.jp", "ken"), ("o'brien@kyaku.example.jp", "brien"), ("o'brien@kyaku.example.jp", "o'"),
        ("a&b.tanaka#x|y@kyaku.example.jp", "tanaka"), ("tanaka (at) kyaku-f.example.jp", "tanaka"),
        ("tanaka at kyaku-f.example.jp", "tanaka"), ("tanaka [at] kyaku-f [dot] example [dot] jp", "tanaka"),
        ("関 美咲 seki.misaki@kyaku-a.example.jp 事件", "関 美咲"), ("関 美咲 様（seki@kyaku-a.example.jp）から電話", "美咲"),
        ("hino@kobo.example.com 日野 由美.eml", "由美"), ("関美咲 seki@kyaku-a.example.jp", "関美咲"),
        ("Misaki Seki (seki@kyaku-a.example.jp)", "Misaki"), ("ev/reported/seki.eml", "seki"), ("C:\\ev\\日野 由美.EML", "由美"),
        ("see seki.eml, and ono.msg", "ono"), ("change@hino@kobo.example.com", "hino"),
    ],
)  # fmt: skip
def test_rather_too_much_is_masked(text: str, secret: str) -> None:
    mask = Mask(lambda address: address.endswith("@midori.example.jp"), ("山田 恵", "森"), ("unplug", "mail-password", "change"))
    mask.learn([text])
    assert secret not in mask.text(text)
    assert secret not in mask.text(f"again: {text}")


def test_a_name_that_stood_beside_an_address_is_masked_where_it_stands_alone() -> None:
    mask = Mask(lambda _: False)
    mask.learn(["関 美咲 様（seki@kyaku-a.example.jp）"])
    assert mask.text("関 美咲さんと、関美咲") == "person-1さんと、person-1"


def test_what_is_masked_is_not_masked_again() -> None:
    once = masked("a.eml of <hino[@]kobo[.]example[.]com>, ev/a.eml")
    assert masked(once) == once
    assert masked("change[@]google[.]com") == "change[@]google[.]com"


def test_the_host_of_a_link_stays_and_files_keep_their_kind() -> None:
    assert masked("https://evil.example.com/?u=hino@kobo.example.com").startswith("https://evil.example.com/person-")
    assert masked("C:\\ev\\seki.eml") == "C:\\ev\\mail-1.eml"


def test_the_same_person_has_the_same_number_and_the_domain_stays() -> None:
    one, other = masked("hino@kobo.example.com"), masked("日野修様、hino[@]kobo[.]example[.]com")
    number = one.partition("@")[0]
    assert one == f"{number}@kobo.example.com"
    assert other == f"{number}様、{number}[@]kobo[.]example[.]com"
    assert masked("Rosa BAKER wrote, rosa@bakery.example.net") == masked("Rosa Baker wrote, rosa@bakery.example.net")


@pytest.mark.parametrize(
    "name", ["日野 修", "日野修", "日野　修", "日野さん", "Rosa Baker", "ROSA BAKER", "Rosa", "Osamu Sakamoto", "Sakamoto"]
)
def test_names_are_masked_wherever_they_stand(name: str) -> None:
    found = masked(f"a note of {name} here")
    assert name.removesuffix("さん") not in found
    assert "person-" in found


@pytest.mark.parametrize(
    "text",
    ["yama@midori.example.jp", "yama[@]midori[.]example[.]jp", "mail-password@yama@midori.example.jp", "unplug@PC-YAMA", "山田 恵",
     "森", "no-sign", "infected", "198.51.100.7", "https://evil.example.com/x.dll", "Our Service is down", "f" * 64, "a @ b", "@",
     "x@", "unplug@google.com", "look at setup.exe", "found at mail.example.com", "seen at 198.51.100.7", "p{}@media screen{}",
     "連絡先 yama@midori.example.jp"],
)  # fmt: skip
def test_what_stays(text: str) -> None:
    assert masked(text) == text


def test_a_word_of_the_program_is_no_name_whatever_somebody_calls_himself() -> None:
    mask = Mask(lambda _: False)
    mask.learn(['"infected" <a@x.example.com>'])
    assert json.loads(mask.json(b'{"level": "infected", "kind": "lure-mail"}')) == {"level": "infected", "kind": "lure-mail"}


def test_json_stays_json_with_all_its_values_masked() -> None:
    mask = Mask(lambda _: False)
    said = {"a": 'say "日野 修 <hino@kobo.example.com>"\n\\', "b": [1, None, True, {"hino@kobo.example.com": "x"}], "c": "\ud800"}
    mask.learn([said])
    content = mask.json(json.dumps(said).encode())
    assert json.loads(content) == {
        "a": 'say "person-1 <person-1@kobo.example.com>"\n\\',
        "b": [1, None, True, {"person-1@kobo.example.com": "x"}],
        "c": "\ud800",
    }
    with pytest.raises(ValueError):
        mask.json(b"[" * 100_000)
    with pytest.raises(ValueError):
        mask.json(b"no json")


def test_a_page_is_masked_though_its_letters_are_numbers() -> None:
    mask = Mask(lambda _: False)
    mask.learn(SAID)
    page = "<p>日野 修 &#38; &lt;hino[@]kobo[.]example[.]com&gt;</p>".encode("ascii", "xmlcharrefreplace")
    assert b"&#26085;" in page
    found = mask.page(page)
    assert b"&#26085;" not in found
    assert b"hino" not in found
    assert b"&#38; &lt;person-" in found


def test_findings_keep_their_ids_and_entries_their_hashes() -> None:
    mask = Mask(lambda _: False)
    told: list[Entry] = []
    entry(told, "2026-11-24T01:10:00Z", Deed.NOTED, text="hino@kobo.example.com called")
    (hidden,) = mask.of(tuple(told))
    assert "hino" not in hidden.text
    assert hidden.hash == told[0].hash
    assert (hidden.number, hidden.deed, hidden.at) == (1, Deed.NOTED, told[0].at)
    found = reports.infected()
    with_person = mask.of(found)
    assert [one.id for one in with_person.findings] == [one.id for one in found.findings]


def test_the_same_case_gives_the_same_numbers_in_any_order() -> None:
    one, other = (Mask(lambda _: False) for _ in range(2))
    one.learn(SAID)
    other.learn(SAID[::-1])
    assert [one.text(address) for address in sorted(addresses(repr(SAID)))] == [
        other.text(a) for a in sorted(addresses(repr(SAID)))
    ]


@dataclass(frozen=True)
class Other:
    name: str
    more: tuple[str, ...] = ()


def test_anything_made_of_nouns_is_masked() -> None:
    mask = Mask(lambda _: False)
    assert mask.of(Other("a@x.example.com", ("b", "c@y.example.com"))) == Other(
        "person-1@x.example.com", ("b", "person-2@y.example.com")
    )


def test_long_hostile_texts_take_no_time() -> None:
    mask = Mask(lambda _: False)
    mask.learn(
        [
            "a" * 200_000 + "@" + "b" * 200_000,
            "<" * 100_000,
            "a <" * 50_000,
            "@" * 100_000,
            "a@b." * 50_000,
            "a " * 100_000,
            " " * 300_000,
            "a at " * 50_000,
            "a(at)" * 50_000,
            "a/" * 100_000 + "@b",
            "関 " * 50_000 + "a@b",
            "a.eml" * 40_000,
            "a=b" * 50_000,
        ]
    )
    assert mask.text("a" * 300_000) == "a" * 300_000
