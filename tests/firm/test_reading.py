"""What a firm writes down of itself, read as it is meant; what is wrong is told with its key, its line and what is expected."""

import tomllib
from pathlib import Path

import pytest

from mimawari import firm
from mimawari.firm import FirmTrouble
from mimawari.model import Firm, OtherSender, OwnAccount, Relay

INCIDENTS = sorted((Path(__file__).parents[1] / "incidents").glob("*.toml"))


def incident(number: str) -> Firm:
    (path,) = (one for one in INCIDENTS if one.name.startswith(number))
    return firm.firm_of(tomllib.loads(path.read_text("utf-8"))["us"])


def trouble(text: str) -> FirmTrouble:
    with pytest.raises(FirmTrouble) as caught:
        firm.parse(text)
    return caught.value


@pytest.mark.parametrize("path", INCIDENTS, ids=lambda path: path.stem)
def test_every_incident_is_of_a_firm_that_can_be_read(path: Path) -> None:
    read = firm.firm_of(tomllib.loads(path.read_text("utf-8"))["us"])
    assert read.domains == ("sakura.example.jp",)
    assert read.name_ja == "さくら食品株式会社"
    assert read.account("Tanaka@Sakura.example.jp") == OwnAccount(
        "tanaka@sakura.example.jp", "Tanaka (sales)", ("PC-TANAKA",), ("192.0.2.71",)
    )
    assert read.account("info@sakura.example.jp") == OwnAccount("info@sakura.example.jp", "shared, read on PC-SATO and PC-SUZUKI")
    assert read.is_inside("192.0.2.10") and read.is_inside("192.0.2.72")
    assert not read.is_inside("192.0.2.25") and not read.is_inside("198.51.100.5")
    assert read.zone == 540
    assert read.habits.hours == tuple(range(8, 19))
    assert read.habits.helos == ("PC-TANAKA", "PC-SATO", "PC-SUZUKI")


def test_a_server_of_its_own_is_shared_with_nobody() -> None:
    read = incident("01")
    assert [(relay.networks, relay.shared) for relay in read.relays] == [(("192.0.2.25",), False)]
    assert (read.signs, read.dmarc) == (True, "p=none; rua=mailto:dmarc@sakura.example.jp")


def test_a_rented_server_is_shared_and_its_pool_is_known_by_the_spf_record() -> None:
    read = incident("04")
    assert [(relay.networks, relay.shared) for relay in read.relays] == [(("198.51.100.5",), True), (("198.51.100.0/28",), True)]
    assert (read.signs, read.dmarc) == (False, "")


def test_a_cloud_pool_is_read_out_of_the_role() -> None:
    relay = incident("02").relay("198.51.100.140")
    assert relay
    assert relay.name == "out7.cloud.example.com"
    assert relay.shared


def test_a_sender_with_leave() -> None:
    assert incident("53").other_senders == (
        OtherSender("nori's CRM", ("crm.example.com",), ("198.51.100.170",), ("info@sakura.example.jp",)),
    )


def test_senders_as_mere_text() -> None:
    read = firm.parse('other_senders = ["Shop.example.com", "192.0.2.200", "Sales@news.example.net", "the shop system"]')
    assert read.other_senders == (
        OtherSender("Shop.example.com", domains=("shop.example.com",)),
        OtherSender("192.0.2.200", networks=("192.0.2.200",)),
        OtherSender("Sales@news.example.net", accounts=("sales@news.example.net",)),
        OtherSender("the shop system"),
    )


@pytest.mark.parametrize(
    ("role", "shared"),
    [
        ("own Postfix", False), ("自社のPostfix", False), ("rental server, shared with others", True),
        ("共用サーバー", True),
        ("レンタルサーバー", True), ("レンタルサーバー（専用プラン）", False),
        ("rental server, not shared", False), ("dedicated", False),
        ("own Postfix on a cloud machine", False), ("Microsoft 365", True), ("", False),
    ],
)  # fmt: skip
def test_whether_a_server_is_shared_is_told_by_its_role(role: str, shared: bool) -> None:
    assert firm.parse(f'[[mta]]\nip = "192.0.2.25"\nrole = "{role}"').relays == (Relay("", ("192.0.2.25",), shared, role),)


def test_what_is_said_of_a_server_goes_before_what_its_role_means() -> None:
    assert not firm.parse('[[mta]]\nip="192.0.2.25"\nrole="rental, shared"\nshared=false').relays[0].shared
    assert firm.parse('[[mta]]\nip="192.0.2.25"\nrole="own server"\nshared=true').relays[0].shared


def test_a_list_of_addresses_and_blocks() -> None:
    read = firm.parse('wan = ["192.0.2.10", "2001:db8:1::/48"]\n[[mta]]\nip = ["192.0.2.25/32", "198.51.100.9/28"]')
    assert read.wan == ("192.0.2.10", "2001:db8:1::/48")
    assert read.relays[0].networks == ("192.0.2.25/32", "198.51.100.0/28")


def test_what_an_spf_record_of_an_own_server_lists_beside_is_not_taken_for_it() -> None:
    text = 'provider = "own server"\nmta = [{ip = "192.0.2.25", role = "own"}]\n'
    text += 'dns = {spf = "v=spf1 ip4:192.0.2.25 ip4:203.0.113.7 -all"}'
    assert firm.parse(text).relay("203.0.113.7") is None


def test_domains_of_accounts_are_added_but_no_shared_one() -> None:
    read = firm.parse('domains=["A.example.jp"]\naccounts=[{address="X@B.example.jp"}, {address="Shop@gmail.com"}]')
    assert read.domains == ("a.example.jp", "b.example.jp")
    assert read.owns("<shop@gmail.com>")
    assert read.owns("anybody@sub.b.example.jp")
    assert not read.owns("stranger@gmail.com")
    assert not read.owns("gmail.com")
    assert not read.owns("x@notb.example.jp")


@pytest.mark.parametrize(
    "domain", ["gmail.com", "co.jp", "ocn.ne.jp", "muse.ocn.ne.jp", "@Yahoo.co.jp", "eonet.ne.jp", "sakura.ne.jp"]
)
def test_a_domain_in_which_everybody_may_have_an_address_is_refused(domain: str) -> None:
    wrong = trouble(f'name = "x"\ndomains = ["{domain}"]')
    assert "(line 2)" in wrong.words.en
    assert "accounts" in wrong.words.en and "accounts" in wrong.words.ja


@pytest.mark.parametrize(
    "domain", ["sakura.co.jp", "notgmail.com", "日本語.jp", "a-b.example.jp", "foods.sakura.ne.jp", "foods.onmicrosoft.com"]
)
def test_domains_that_are_like_a_shared_one_or_written_otherwise_are_taken(domain: str) -> None:
    assert firm.parse(f'domains = ["{domain}"]').domains == (domain.encode("idna").decode(),)


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ('name = "x"\nwam = ["192.0.2.1"]', 2, "“wan”"),
        ('name = "x"\n\n[[accounts]]\nadress = "a@example.jp"', 4, "“address”"),
        ('\n\nwan = ["192.0.2.300"]', 3, "192.0.2.0/24"),
        ('wan = ["0.0.0.0/0"]', 1, "too wide"),
        ('lan = ["::/0"]', 1, "too wide"),
        ('[[accounts]]\nperson = "A"\naddress = "hanako"', 3, "no mail address"),
        ('[[accounts]]\naddress = "a@b@example.jp"', 2, "no mail address"),
        ('[[accounts]]\naddress = "a@example.jp"\n[[accounts]]\naddress = "A@example.jp"', 2, "twice"),
        ('name = 5', 1, "quotation marks"),
        ('accounts = ["a@example.jp"]', 1, "table"),
        ('domains = ["sakura"]', 1, "no domain"),
        ('domains = ["192.0.2.1"]', 1, "no domain"),
        ('[sent_profile]\nhours = "in the morning"', 2, "08:00-19:00"),
        ('[sent_profile]\nhours = [8, 24]', 2, "0 to 23"),
        ('[sent_profile]\nzone = "+9900"', 2, "+0900"),
        ('[sent_profile]\nmessage_id = "(a+)+"', 2, "regular expression"),
        ('[sent_profile]\nmessage_id = "("', 2, "regular expression"),
        ('[sent_profile]\nmessage_id = "[0-9a-f]{12}("', 2, "{12}("),
        ('domains = ["{value}"]', 1, "no domain"),
        ('[[mta]]\nip = "192.0.2.1"\nshared = "yes"', 3, "true or false"),
        ('[[keys]]\ndomain = "example.jp"\nrecord = "hello"', 3, "no key"),
        ('[dns]\nspf = 1', 2, "text or a list"),
    ],
)  # fmt: skip
def test_an_error_names_the_line_and_what_is_expected(text: str, line: int, expected: str) -> None:
    words = trouble(text).words
    assert f"(line {line})" in words.en and f"{line}行目" in words.ja
    assert expected in words.en


def test_a_key_like_none_that_there_is_gets_the_list_of_all() -> None:
    words = trouble("zzzzzz = 1").words
    assert "Did you mean" not in words.en
    assert "accounts" in words.en


def test_a_missing_address_is_told_by_its_place() -> None:
    assert "accounts[2].address" in trouble('[[accounts]]\naddress="a@example.jp"\n[[accounts]]\nperson="B"').words.en


def test_no_toml_is_told_with_its_line() -> None:
    words = trouble('name = "x"\nwan = 192.0.2.1').words
    assert "line 2" in words.en and "line 2" in words.ja


def test_very_deep_toml_is_an_error_as_any_other() -> None:
    trouble("a = " + "[" * 20000)


def test_a_number_of_thousands_of_digits_is_an_error_as_any_other() -> None:
    trouble("a = " + "9" * 6000)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("08:00-19:00", range(8, 19)), ("8:30〜17:30", range(8, 18)), ("平日 9時から18時", range(9, 18)),
        ("Mon-Fri 08:00-19:00 +0900", range(8, 19)),
        ("22:00-02:00", (0, 1, 22, 23)), ("0:00-24:00", range(24)), ("9-12, 13-18", (*range(9, 12), *range(13, 18))),
    ],
)  # fmt: skip
def test_hours_as_people_write_them(text: str, hours: object) -> None:
    assert firm.parse(f'[sent_profile]\nhours = "{text}"').habits.hours == tuple(hours)  # type: ignore[arg-type]


def test_the_zone_of_a_firm_elsewhere() -> None:
    assert firm.parse('[sent_profile]\nzone = "-03:30"').zone == -210
    assert firm.parse('zone = "+0100"').zone == 60
    assert firm.parse("").zone == 540


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_as_windows_writes_them(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "us.toml"
    path.write_bytes('name_ja = "さくら食品"\r\ndomains = ["sakura.example.jp"]\r\n'.encode(encoding))
    assert firm.read(path).name_ja == "さくら食品"


def test_a_file_in_another_encoding_says_how_to_save_it(tmp_path: Path) -> None:
    path = tmp_path / "us.toml"
    path.write_bytes('name_ja = "さくら食品"'.encode("cp932"))
    with pytest.raises(FirmTrouble) as caught:
        firm.read(path)
    assert "UTF-8" in caught.value.words.ja


def test_a_file_that_is_not_there_or_too_large(tmp_path: Path) -> None:
    with pytest.raises(FirmTrouble) as caught:
        firm.read(tmp_path / "none.toml")
    assert "読み取れません" in caught.value.words.ja
    path = tmp_path / "us.toml"
    path.write_text("#" * (1 << 20 | 1))
    with pytest.raises(FirmTrouble):
        firm.read(path)


def test_five_hundred_accounts() -> None:
    text = "".join(f'[[accounts]]\naddress = "user{number}@sakura.example.jp"\n' for number in range(500))
    assert len(firm.parse(text).accounts) == 500


def test_the_section_of_another_file_is_read_too() -> None:
    assert firm.parse('[us]\nname = "A"\n[us.dns]\nspf = "none"').spf == ""
