"""What the mails of a mailbox tell of each other, from their trails."""

from __future__ import annotations

from collections.abc import Iterable

from mimawari.engine.correspondence import Post
from mimawari.engine.trails import Trail, trail
from mimawari.model import Correspondence, Embedded, Mailbox, Message, Origin

SHARED = frozenset({"gmail.com"})


def mail(number: int, author: Mailbox, *people: Mailbox, text: str = "", written: str | None = None, **more: str) -> Trail:
    message = Message(
        origin=Origin("BOX-1", "box", ("box", str(number))), author=author, people=people, text=text,
        written=text if written is None else written, date=f"2022-03-{number:02}T10:00:00+09:00",
        message_id=f"<{number}@example.com>", files=(Embedded(name="a.xls", kind="ole"),), **more,
    )  # fmt: skip
    return trail(message, number, SHARED)


def told(asked: Trail, others: Iterable[Trail]) -> Correspondence:
    post = Post()
    post.add([*others, asked])
    found = post.note(asked).correspondence
    post.close()
    assert found is not None
    return found


HANAKO = Mailbox("花子", "hanako@shop.example.jp")
TARO = Mailbox("山田 太郎", "taro@firm.example.com")
LETTER = "来月の展示会の搬入時刻は午前九時に変更になりました。\n控室の鍵は総務の窓口でお受け取りください。\n"
QUOTED = "よろしく\n" + "".join(f"> {line}\n" for line in LETTER.splitlines())


def test_a_name_that_came_from_another_address_so_far() -> None:
    thief = Mailbox("山田太郎", "info@trattoria.example.it")
    assert told(mail(9, thief, HANAKO), [mail(1, TARO, HANAKO), mail(2, TARO, HANAKO)]).known_as == ("taro@firm.example.com",)


def test_a_name_to_which_we_wrote_at_another_address() -> None:
    thief = Mailbox("山田太郎", "info@trattoria.example.it")
    assert told(mail(9, thief, HANAKO), [mail(1, HANAKO, TARO)]).known_as == ("taro@firm.example.com",)


def test_a_second_address_that_is_used_again_is_a_persons_own() -> None:
    home = Mailbox("山田太郎", "taro@home.example.jp")
    others = [mail(1, TARO, HANAKO), mail(2, home, HANAKO, text="写真を送ります"), mail(3, HANAKO, home)]
    assert told(mail(9, home, HANAKO), others).known_as == ()


def test_one_mail_sent_to_many_is_one_use_of_its_address() -> None:
    thief = Mailbox("山田太郎", "info@trattoria.example.it")
    copies = [mail(number, thief, Mailbox("", f"p{number}@shop.example.jp"), text="ご確認ください") for number in (3, 4)]
    assert told(mail(9, thief, HANAKO, text="ご確認ください"), [mail(1, TARO, HANAKO), *copies]).known_as == (
        "taro@firm.example.com",
    )


def test_a_colleague_who_answers_is_of_the_thread() -> None:
    colleague = Mailbox("田中", "tanaka@firm.example.com")
    found = told(mail(9, colleague, HANAKO, text=QUOTED, written="よろしく"), [mail(1, HANAKO, TARO, text=LETTER)])
    assert (found.quoted, found.sender_in_thread) == (1, True)


def test_two_strangers_of_one_provider_are_no_colleagues() -> None:
    known, thief = Mailbox("a", "a@gmail.com"), Mailbox("a", "zzz@gmail.com")
    found = told(mail(9, thief, HANAKO, text=QUOTED, written="よろしく"), [mail(1, HANAKO, known, text=LETTER)])
    assert (found.quoted, found.sender_in_thread) == (1, False)


def test_who_got_the_same_mail() -> None:
    thief = Mailbox("山田太郎", "info@trattoria.example.it")
    copies = [mail(number, thief, Mailbox("", f"p{number}@shop.example.jp"), text="ご確認ください") for number in (3, 4)]
    found = told(mail(9, thief, HANAKO, text="ご確認ください"), copies)
    assert found.receivers == ("hanako@shop.example.jp", "p3@shop.example.jp", "p4@shop.example.jp")


def test_an_answer_to_another_mail_of_the_same_subject_is_no_quotation() -> None:
    found = told(mail(9, TARO, HANAKO, text="> 短い\n", written=""), [mail(1, HANAKO, TARO, text="短い\n")])
    assert found.quoted == 0
