"""What the mails of a mailbox tell of each other, from their trails."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from mimawari.engine.correspondence import Post
from mimawari.engine.trails import Trail, trail
from mimawari.model import Correspondence, Embedded, Mailbox, Message, Origin

SHARED = frozenset({"gmail.com"})


def mail(number: int, author: Mailbox, *people: Mailbox, text: str = "", written: str | None = None, **more: Any) -> Trail:
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


THIEF = Mailbox("山田太郎", "soumu@inn.example.net")
OTHER_THIEF = Mailbox("山田太郎", "soumu@inn.example.org")
REAL = ("taro@firm.example.com",)


def answer(number: int, author: Mailbox, **more: Any) -> Trail:
    """Marked as an answer, and nothing says to what."""
    return mail(number, author, HANAKO, subject="Re: 見積", **more)


def test_another_lure_in_the_name_proves_no_address() -> None:
    assert told(answer(9, THIEF), [mail(1, TARO, HANAKO), answer(3, OTHER_THIEF, text="別件です")]).known_as == REAL


def test_only_lures_in_a_name_tell_nothing_of_it() -> None:
    assert told(mail(9, TARO, HANAKO), [answer(3, THIEF, text="ご確認ください"), answer(5, OTHER_THIEF)]).known_as == ()


def test_earlier_lures_of_the_same_account_do_not_make_it_the_persons() -> None:
    earlier = [answer(day, THIEF, text=f"{day}日の件です") for day in (2, 4, 6)]
    assert told(answer(9, THIEF), [mail(1, TARO, HANAKO), *earlier]).known_as == REAL


def test_an_answer_that_says_to_what_makes_a_second_address_the_persons() -> None:
    earlier = answer(4, THIEF, text="4日の件です", in_reply_to="<1@example.com>")
    assert told(answer(9, THIEF), [mail(1, TARO, HANAKO), earlier]).known_as == ()


def test_the_password_that_follows_the_same_day_proves_no_address() -> None:
    follows = replace(mail(10, THIEF, HANAKO, text="パスワードは 980 です", subject="PW"), moment=answer(9, THIEF).moment)
    assert told(answer(9, THIEF), [mail(1, TARO, HANAKO), follows]).known_as == REAL


def test_an_account_that_writes_in_many_names_is_nobodys_own() -> None:
    names = [
        mail(day, Mailbox(name, THIEF.address), HANAKO, text=name) for day, name in ((3, "鈴木"), (4, "佐藤"), (5, "山田太郎"))
    ]
    real = [mail(1, TARO, HANAKO, text="一"), mail(2, TARO, HANAKO, text="二")]
    assert told(answer(9, THIEF), [*real, *names]).known_as == REAL
    assert told(answer(9, THIEF), [*real, *names, mail(6, HANAKO, THIEF)]).known_as == ()


def test_a_shared_mailbox_is_of_those_who_write_from_it_mostly() -> None:
    names = [
        mail(day, Mailbox(name, THIEF.address), HANAKO, text=name) for day, name in ((3, "鈴木"), (4, "佐藤"), (5, "山田太郎"))
    ]
    assert told(answer(9, THIEF), [mail(1, TARO, HANAKO, text="一"), *names]).known_as == ()


def test_an_earlier_lure_with_the_same_quotation_is_no_part_of_the_thread() -> None:
    ours = mail(1, HANAKO, TARO, text=LETTER)
    earlier = answer(3, THIEF, text=LETTER)
    found = told(answer(9, THIEF, text=QUOTED, written="よろしく"), [ours, earlier])
    assert (found.quoted, found.sender_in_thread) == (1, False)
    found = told(mail(9, THIEF, HANAKO, text=QUOTED, written="よろしく", in_reply_to="<3@example.com>"), [ours, earlier])
    assert found.sender_in_thread
