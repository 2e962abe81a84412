"""The headings of quoted mails as mail programs write them, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.public_data import labelled

from mimawari.formats.kept import Kept
from mimawari.formats.mail.parts import structure
from mimawari.formats.mail.quotes import PEOPLE, QUOTES, quoted
from mimawari.formats.mail.texts import texts
from mimawari.model import Mailbox, Quote

TARO = Mailbox("山田太郎", "taro@example.jp")
YAMADA = Mailbox("Taro Yamada", "taro@example.jp")


def only(heading: str, behind: str = "\n> quoted\n") -> Quote:
    written, found = quoted(f"了解しました。\n\n{heading}{behind}")
    assert written == "了解しました。"
    (one,) = found
    return one


@pytest.mark.parametrize(
    ("heading", "date"),
    [
        # Gmail, with and without its line breaks; Apple Mail; Thunderbird; Becky!; Shuriken; Hidemaru Mail
        ("2022年3月3日(木) 11:22 山田太郎 <taro@example.jp>:", "2022年3月3日(木) 11:22"),
        ("2022/03/03 11:22、山田太郎 <taro@example.jp>のメール:", "2022/03/03 11:22"),
        ("2022/03/03 11:22、山田太郎 <taro@example.jp>のメール：", "2022/03/03 11:22"),
        ("On 2022/03/03 11:22, 山田太郎 <taro@example.jp> wrote:", "2022/03/03 11:22"),
        ("(2022/03/03 11:22), 山田太郎 <taro@example.jp> wrote:", "2022/03/03 11:22"),
        ('"山田太郎" <taro@example.jp> さんは書きました:', ""),
        ("山田太郎 <taro@example.jp> wrote:", ""),
        ("Thu, 3 Mar 2022 11:22:33 +0900 頃\n\"山田太郎\" <taro@example.jp> さんは書きました:", "3 Mar 2022 11:22:33 +0900 頃"),
        ("On Thu, 3 Mar 2022 11:22:33 +0900\n山田太郎 <taro@example.jp> wrote:", "3 Mar 2022 11:22:33 +0900"),
        ("2022年3月3日 木曜日 11:22、山田太郎<taro@example.jp>さんは書きました:", "2022年3月3日 木曜日 11:22"),
        ("> 2022年3月3日(木) 11:22 山田太郎 <taro@example.jp>:", "2022年3月3日(木) 11:22"),
    ],
)  # fmt: skip
def test_a_line_in_japanese(heading: str, date: str) -> None:
    assert only(heading) == Quote(TARO, (TARO,), "", date)


@pytest.mark.parametrize(
    "heading",
    [
        "On Thu, Mar 3, 2022 at 11:22 AM Taro Yamada <taro@example.jp> wrote:",
        "On Thu, Mar 3, 2022 at 11:22 AM Taro Yamada <taro@example.jp>\nwrote:",
        "On Thu, Mar 3, 2022 at 11:22 AM\nTaro Yamada <taro@example.jp> wrote:",
        "On Thu, 3 Mar 2022 11:22:33 +0900, in message <1@example.com>, Taro Yamada <taro@example.jp> wrote:",
        "On 3 Mar 2022, at 11:22, Taro Yamada <taro@example.jp> wrote:",
        "On 03/03/2022 11:22, Taro Yamada <taro@example.jp> wrote:",
        "* Taro Yamada <taro@example.jp> [2022-03-03 11:22]:",
        "Am Do., 3. März 2022 um 11:22 Uhr schrieb Taro Yamada <taro@example.jp>:",
        "Am 03.03.2022 um 11:22 schrieb Taro Yamada <taro@example.jp>:",
        "Le jeu. 3 mars 2022 à 11:22, Taro Yamada <taro@example.jp> a écrit :",
        "El jue, 3 mar 2022 a las 11:22, Taro Yamada (<taro@example.jp>) escribió:",
        "Em qui., 3 de mar. de 2022 às 11:22, Taro Yamada <taro@example.jp> escreveu:",
        "Il giorno gio 3 mar 2022 alle ore 11:22 Taro Yamada <taro@example.jp> ha scritto:",
        "Op do 3 mrt. 2022 om 11:22 schreef Taro Yamada <taro@example.jp>:",
        "чт, 3 мар. 2022 г. в 11:22, Taro Yamada <taro@example.jp>:",
        "Taro Yamada <taro@example.jp> 于2022年3月3日周四 11:22写道：",
        '在 2022-03-03 11:22:33，"Taro Yamada" <taro@example.jp> 写道：',
        "Taro Yamada <taro@example.jp> 於 2022年3月3日 週四 上午11:22寫道：",
        "2022년 3월 3일 (목) 오전 11:22, Taro Yamada <taro@example.jp>님이 작성:",
        "On Thu, Mar 3, 2022 at 11:22 AM Taro Yamada <mailto:taro@example.jp> wrote:",
        "On Thu, Mar 3, 2022 at 11:22 AM Taro Yamada <taro@example.jp<mailto:taro@example.jp>> wrote:",
    ],
)
def test_a_line_in_other_languages(heading: str) -> None:
    one = only(heading)
    assert one.sender == YAMADA
    assert "11:22" in one.date


@pytest.mark.parametrize(
    "heading",
    ["On 2022/03/03 11:22, 山田太郎 wrote:", "山田太郎さんは書きました：", "山田太郎 さんは 2022/03/03 11:22 に書きました:",
     "In message <1@example.com>\n山田太郎さんは書きました:", "In article <1@example.com>, 山田太郎さん wrote:",
     "山田太郎さん wrote", "山田太郎さんは書きました。", "At 11:22 2022/03/03, 山田太郎 wrote:", "山田太郎 wrote:",
     "At 11:22 AM 3/3/2022 +0900, 山田太郎 wrote:",
     "On Wednesday 04 September 2002 10:59 pm, 山田太郎 wrote:", "山田太郎さんは次のように書きました:"],
)  # fmt: skip
def test_a_line_with_a_name_only(heading: str) -> None:
    assert only(heading).sender == Mailbox("山田太郎", "")


BLOCKS = [
    "-----Original Message-----\nFrom: {who}\nSent: {when}\nTo: {to}\nSubject: {subject}",
    "-----元のメッセージ-----\n差出人: {who}\n送信日時: {when}\n宛先: {to}\n件名: {subject}",
    "________________________________\nFrom: {who}\nSent: {when}\nTo: {to}\nSubject: {subject}",
    "________________________________\n差出人: {who}\n送信日時: {when}\n宛先: {to}\n件名: {subject}",
    "---------- Forwarded message ---------\nFrom: {who}\nDate: {when}\nSubject: {subject}\nTo: {to}",
    "-------- Forwarded Message --------\nSubject: {subject}\nDate: {when}\nFrom: {who}\nTo: {to}",
    "-------- 転送メッセージ --------\n件名: {subject}\n日付: {when}\n差出人: {who}\n宛先: {to}",
    "Begin forwarded message:\n\nFrom: {who}\nSubject: {subject}\nDate: {when}\nTo: {to}",
    "----- Original Message -----\n> From: {who}\n> To: {to}\n> Sent: {when}\n> Subject: {subject}\n>",
    "*From:* {who}\n*Sent:* {when}\n*To:* {to}\n*Subject:* {subject}",
    "From:\n{who}\nTo:\n{to}\nDate:\n{when}\nSubject:\n{subject}",
    "差出人：{who}\n日時：{when}\n宛先：{to}\n件名：{subject}",
    "Von: {who}\nGesendet: {when}\nAn: {to}\nBetreff: {subject}",
    "De : {who}\nEnvoyé : {when}\nÀ : {to}\nObjet : {subject}",
    "De: {who}\nEnviado el: {when}\nPara: {to}\nAsunto: {subject}",
    "Da: {who}\nInviato: {when}\nA: {to}\nOggetto: {subject}",
    "------------------ 原始邮件 ------------------\n发件人: {who}\n发送时间: {when}\n收件人: {to}\n主题: {subject}",
    "寄件者: {who}\n寄件日期: {when}\n收件者: {to}\n主旨: {subject}",
    "보낸 사람: {who}\n보낸 날짜: {when}\n받는 사람: {to}\n제목: {subject}",
]


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize(
    "who", ["山田太郎 <taro@example.jp>", "山田太郎 [mailto:taro@example.jp]", "山田太郎 <taro@example.jp<mailto:taro@example.jp>>",
            '"山田太郎" <taro@example.jp>'],
)  # fmt: skip
def test_a_block_of_fields(block: str, who: str) -> None:
    to = "花子 <hanako@example.com>; 'jiro@example.com'"
    one = only(block.format(who=who, when="2022年3月3日 11:22", to=to, subject="RE: 請求書の件"), "\n\n本文です。\n")
    assert (one.sender, one.subject, one.date) == (TARO, "RE: 請求書の件", "2022年3月3日 11:22")
    assert [str(one) for one in one.people] == ["山田太郎 <taro@example.jp>", "花子 <hanako@example.com>", "jiro@example.com"]


def test_a_block_of_names_only() -> None:
    one = only("差出人: 山田太郎\n送信日時: 2022年3月3日 11:22\n宛先: 花子\n件名: 請求書の件", "\n")
    assert one.people == (Mailbox("山田太郎", ""), Mailbox("花子", ""))


def test_people_that_go_on_in_the_next_line() -> None:
    block = "From: a@example.com\nSent: x\nTo: b@example.com;\n  c@example.com; d@example.com\nCc: e@example.com\nSubject: y"
    assert [one.address[0] for one in only(block, "\n").people] == ["a", "b", "c", "d", "e"]


def test_a_field_that_is_folded_and_one_that_stands_alone_below_a_mark() -> None:
    folded = (
        "-----Original Message-----\nFrom: a@example.com [mailto:a@example.com]On Behalf Of Hanako\nYamada\nSent: x\nSubject: y"
    )
    assert only(folded, "\n").sender == Mailbox("a@example.com", "a@example.com")
    assert only("----- Original Message -----\nFrom: <a@example.com>", "\n\n> text").sender == Mailbox("", "a@example.com")


def test_a_whole_thread() -> None:
    text = (
        "最新です。\n\n2022年3月3日(木) 11:22 C <c@example.com>:\n\n> 二番目です。\n>\n"
        "> On Mon, Feb 28, 2022 at 9:00 AM B <b@example.com> wrote:\n"
        ">> 一番目です。\n>>\n>> -----Original Message-----\n>> From: A <a@example.com>\n>> Sent: Monday\n"
        ">> Subject: x\n>>\n>> 初め\n"
    )
    written, found = quoted(text)
    assert written == "最新です。"
    assert [one.sender.address for one in found if one.sender] == ["c@example.com", "b@example.com", "a@example.com"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "一行だけ",
        "請求書をお送りします。\n宛先: 東京都千代田区\n日時: 3月3日\n場所: 会議室\n",
        "Please take the train\nFrom: Tokyo to Osaka\nby nine:\n- tickets\n",
        "お問い合わせ先\nメール: info@example.jp\n電話: 03-0000-0000\n",
        "Contact: sales@example.com, 2022/03/03:\nwe are open",
        "注意事項:\n1. 次の通り\n",
        "He wrote: nothing of interest.\nShe wrote more.",
        "Subject: x\nDate: y\nwithout anybody\n",
        "会議で山田さんは次のように書きました：\n反対です。",
        "On 3 March 2022 he wrote:\nnothing",
        "報告書は山田が書いた。\n以上",
        "a\n> lone sign in the middle\nb",
        "--\n山田太郎 <taro@example.jp>\n",
        "________________________________\n広告: お得です\n",
    ],
)
def test_what_quotes_nothing(text: str) -> None:
    written, found = quoted(text)
    assert found == ()
    assert written == text.rstrip()


def test_what_is_quoted_without_a_heading_is_not_written_by_the_sender() -> None:
    assert quoted("了解\n\n> 一行目\n> 二行目\n") == ("了解", ())
    assert quoted("了解\n\n-----Original Message-----\n本文\n") == ("了解", ())
    assert quoted("> 一行目\n> 二行目\n了解") == ("", ())


def test_bounds() -> None:
    one = "From: a@example.com\nDate: x\nTo: " + "; ".join(f"p{n}@example.com" for n in range(400)) + "\nSubject: y\n\n"
    found = quoted(one * 100)[1]
    assert len(found) == QUOTES
    assert len(found[0].people) == PEOPLE


@pytest.mark.parametrize(
    "piece",
    ["> ", ">\n", "\n", "From: a\n", "To: x@y\n", "From:", "a@b:\n", "wrote:\n", "2022/3/3 11:22 <a@b.example>:\n",
     "-" * 50, "-\n", "\0", ":",
     "さんは書きました:\n", "On ", "[mailto:", "<a@b", "< a <b>>", "1:22", "(1) "],
)  # fmt: skip
def test_long_nonsense(piece: str) -> None:
    quoted(piece * ((256 << 10) // len(piece)))


PIECES = ["> ", "\n", "From:", "差出人:", "To:", "a@example.com", "<", ">", "wrote:", "2022/3/3", "11:22", " ", "山田", ":", ";",
          "\r", "-----Original Message-----", "さんは書きました", "On ", '"']  # fmt: skip


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_text_is_read_and_nothing_is_written_that_is_not_there(pieces: list[str]) -> None:
    text = "".join(pieces)
    written, _ = quoted(text)
    assert text.startswith(written)


def test_public_mails_that_quote() -> None:
    quoting = 0
    for name, path in labelled("mail_benign").items():
        data = path.read_bytes()
        if path.suffix != ".eml" or b"wrote:" not in data or len(data) > 1 << 20:
            continue
        content = Kept.of(data)
        plain, pages, _ = texts(content, structure(content).leaves)
        text = plain or pages
        lines = [line for line in text.splitlines() if line.rstrip().endswith("wrote:") and "@" in line and line[:1] not in "> "]
        found = quoted(text)[1]
        assert not lines or found, (name, lines)
        quoting += bool(found)
    assert quoting > 20
