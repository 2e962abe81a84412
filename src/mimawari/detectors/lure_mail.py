"""A mail that is a lure by how it was written and sent, whatever is found in what it carries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.mail_lure import Weighed, weigh
from mimawari.detectors.marks.mail_people import is_related, is_same_name
from mimawari.knowledge import Knowledge
from mimawari.model import Message, Strength, Trait, Words

_SAID, _READERS = 3, 20
_ASK = Words(en="ask the person by telephone", ja="本人に電話で確かめてください")
_ASK_INSIDE = Words(en="ask within your own firm whether anybody sent it", ja="社内で確認してください")


@dataclass(frozen=True, kw_only=True, eq=False)
class LureMail(Trait):
    """Such a mail. ``traits`` are the names of what speaks for it, ``bait`` what its reader is to open.

    ``claimed`` is the address of the person who is named, where the mail tells it.
    """

    strength: Strength = Strength.STRONG
    attack: tuple[str, ...] = ("T1566.001", "T1656")
    words: Words = Words(
        en="“{subject}” looks like a forged mail. Do not open {bait}.",
        ja="「{subject}」は、なりすましメールと見られます。{bait} を開かないでください。",
    )
    subject: str
    name: str
    address: str
    claimed: str
    bait: str
    traits: str


_BECAUSE = {
    "doubled-quotes": Words(
        en="its sender's name stands in two pairs of quotes, as a program of Emotet wrote it",
        ja="差出人の名前が、Emotetのメールに見られた二重の引用符で囲まれている",
    ),
    "address-in-name": Words(
        en="the sender's name shows {claimed}, but it was sent from {address}",
        ja="差出人の名前には {claimed} とあるのに、実際の送信元は {address} である",
    ),
    "borrowed-name": Words(
        en="it uses the name of {name} ({claimed}), but it was sent from {address}",
        ja="「{name}」（本人のアドレスは {claimed}）を名乗っているのに、実際の送信元は {address} である",
    ),
    "stolen-quote": Words(
        en="it quotes mails of this mailbox, of which {address} had no part",
        ja="このメールボックスのメールを引用しているのに、{address} はそのやり取りの相手ではない",
    ),
    "shared-lure": Words(
        en="several people of one conversation got it each by itself",
        ja="同じやり取りの複数の人に、同じメールが別々に届いている",
    ),
    "stranger-in-thread": Words(
        en="it quotes a conversation in which {address} had no part",
        ja="引用されているやり取りに、送信元の {address} が出てこない",
    ),
    "unthreaded-reply": Words(
        en="it is marked as an answer, but nothing says to which mail",
        ja="返信の形なのに、どのメールへの返信かという記録がない",
    ),
    "hollow-subject": Words(
        en="its subject is nothing but the mark of an answer or the recipient's address",
        ja="件名が返信・転送の印だけか、受信者のアドレスだけである",
    ),
    "literal-helo": Words(
        en="the PC that sent it called itself by an IP address",
        ja="送信したPCが、名前ではなくIPアドレスを名乗っている",
    ),
    "odd-zone": Words(
        en="the time zone of its date does not fit its sender",
        ja="送信日時の時差が、差出人の国と合わない",
    ),
    "strange-message-id": Words(
        en="its id is of a provider that it has nothing to do with",
        ja="メールの識別番号が、無関係なプロバイダーのものである",
    ),
    "password-beside-archive": Words(
        en="a locked archive and its password came in the same mail",
        ja="パスワード付きの圧縮ファイルとそのパスワードが、同じメールに入っている",
    ),
    "foreign-message-id": Words(en="its id is of another country", ja="メールの識別番号が、別の国のものである"),
    "name-unlike-address": Words(
        en="the name and the address {address} do not fit together",
        ja="名前と送信元のアドレス {address} が合わない",
    ),
}


@detector
def lure_mail(message: Message, known: Knowledge) -> Iterator[LureMail]:
    """Strong where honest mail hardly has as many of the traits together; the family stays open: others send such mails, too."""
    weighed = weigh(message, known)
    if not weighed.is_lure or weighed.bait is None or message.author is None:
        return
    names = _names(weighed)
    yield LureMail(
        origin=message.origin,
        attack=("T1566.001" if weighed.bait.is_file else "T1566.002", "T1656"),
        words=_words(names, _is_ours(message, weighed.claimed, known)),
        subject=message.subject[:200],
        name=message.author.name[:200],
        address=message.author.address[:200],
        claimed=weighed.claimed[:200],
        bait=weighed.bait.what[:300],
        traits=", ".join(names),
    )


def _names(weighed: Weighed) -> tuple[str, ...]:
    locked = ("password-beside-archive",) if weighed.bait and weighed.bait.is_locked else ()
    return (*(mark.name for mark in weighed.marks if mark.side != "beside"), *locked,
            *(mark.name for mark in weighed.marks if mark.side == "beside"))  # fmt: skip


def _is_ours(message: Message, claimed: str, known: Knowledge) -> bool:
    """Whether the name is of one of those who got the mail, or of their firm: no stranger is to be called then."""
    domain, author = claimed.rpartition("@")[2], message.author
    return any(
        (bool(claimed) and (person.address == claimed or is_related(person.domain, domain, known)))
        or (author is not None and is_same_name(author.name, person.name))
        for person in message.people[:_READERS]
    )


def _words(names: tuple[str, ...], is_ours: bool) -> Words:
    because = [_BECAUSE[name] for name in names[:_SAID]]
    ask = _ASK_INSIDE if is_ours else _ASK
    if len(because) == 1:
        en, ja = because[0].en, f"理由：{because[0].ja}。"
    else:
        en = "; ".join(f"({number}) {one.en}" for number, one in enumerate(because, 1))
        ja = "理由は次のとおりです。" + "".join(f"{mark}{one.ja}。" for mark, one in zip("①②③", because, strict=False))
    return Words(
        en=f"“{{subject}}” looks like a forged mail: {en}. Do not open “{{bait}}”; {ask.en}.",
        ja=f"「{{subject}}」は、なりすましメールと見られます。{ja}「{{bait}}」は開かず、{ask.ja}。",
    )
