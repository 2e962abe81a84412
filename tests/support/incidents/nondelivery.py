"""Which mails came back: bounces of our own server for mails that it had, and those of strangers for mails that it never saw."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from support.incidents.mail import Mail, queue_id
from support.incidents.reading import Piece, compact, moment, pieces

_MTAS = [
    (f"mx{n}.{name}.example.{end}", f"198.51.100.{200 + n}")
    for n in range(1, 9)
    for name, end in (("post", "com"), ("relay", "net"))
]


@dataclass(slots=True)
class Returned:
    """One bounce. ``original`` is the mail that our server had in hand, None where it never did; ``number`` counts in its group."""

    time: int
    to: str
    group: Piece
    number: int
    original: Mail | None
    recipient: str
    message_id: str
    queue_id: str
    reporter: str
    address: str = ""

    def as_mail(self) -> Mail:
        """As our server took it in."""
        return Mail(
            self.time, "incoming", "", "", [self.to], self.message_id, self.queue_id, self.address, self.reporter, size=4200
        )


def is_own(group: Piece) -> bool:
    """Whether our server wrote the bounces of a group."""
    return bool(group["in_our_log"])


def mark(incident: Piece, mails: list[Mail], rng: Random) -> None:
    """Makes as many mails fail as the bounces tell, and gives every failed one the bounce that our server writes."""
    for piece in pieces(incident, "bounce"):
        span = moment(piece["period"][0]), moment(piece["period"][1])
        for group in piece["groups"]:
            if is_own(group) and not group["returned_from"].startswith("the staff"):
                _fit(group, [m for m in mails if m.sender == group["returned_from"] and span[0] <= m.time < span[1]])
    for mail in mails:
        failed = [one for one in mail.results if one in ("unknown", "blocked", "expired")]
        if failed and mail.sender:
            mail.bounce = _own_bounce(mail, mail.ended or mail.time + 3, rng)
        if mail.tries:
            mail.warning = _own_bounce(mail, mail.time + 4 * 3600 + 30, rng)


def _fit(group: Piece, mails: list[Mail]) -> None:
    """So many of *mails* fail for a group's reason, with its queue ids where it names them."""
    kind = "blocked" if group["status"] == "5.7.1" else "unknown"
    failing = [mail for mail in mails if kind in mail.results]
    for mail in failing[group["count"] :]:
        mail.results = []
    failing = failing[: group["count"]]
    failing += [mail for mail in mails if not mail.results][: group["count"] - len(failing)]
    first = re.match(r"([0-9A-F]+) to ", group["queue_ids"])
    client = re.search(r"from \[([0-9.]+)\]", group["returned_received"])
    for place, mail in enumerate(failing):
        mail.results = [kind] * len(mail.recipients)
        if first:
            mail.queue_id = f"{int(first[1], 16) + place:0{len(first[1])}X}"
        if client:
            mail.client, mail.helo = client[1], f"[{client[1]}]"


def _own_bounce(mail: Mail, time: int, rng: Random) -> Mail:
    name = queue_id(rng)
    return Mail(
        time,
        "bounce",
        "",
        "",
        [mail.account if "@" in mail.account else mail.sender],
        f"<{compact(time)}.{name}@mail.sakura.example.jp>",
        name,
        size=mail.size + 2300,
    )


def returned(incident: Piece, piece: Piece, mails: list[Mail], rng: Random) -> list[Returned]:
    """All bounces of a piece, in the order of its groups."""
    span = moment(piece["period"][0]), moment(piece["period"][1])
    out: list[Returned] = []
    for group in piece["groups"]:
        if is_own(group):
            out += _ours(group, mails, span)
        else:
            out += _strangers(piece, group, span, rng)
    return out


def _ours(group: Piece, mails: list[Mail], span: tuple[int, int]) -> list[Returned]:
    kind = "blocked" if group["status"] == "5.7.1" else "unknown"
    if group.get("action") == "delayed":
        ones = [(mail, mail.warning) for mail in mails if mail.tries]
    elif group["status"] == "4.4.1":
        ones = [(mail, mail.bounce) for mail in mails if mail.results == ["expired"]]
    else:
        inside = [mail for mail in mails if mail.sender == group["returned_from"] and span[0] <= mail.time < span[1]]
        ones = [(mail, mail.bounce) for mail in inside if kind in mail.results]
    if len(ones) != group["count"]:
        raise ValueError(f"{len(ones)} mails came back, not {group['count']}")
    host = "mail.sakura.example.jp"
    return [
        Returned(made.time, mail.sender, group, number, mail, mail.recipients[0], made.message_id, made.queue_id, host)
        for number, (mail, made) in enumerate(ones, 1)
        if made
    ]


def _strangers(piece: Piece, group: Piece, span: tuple[int, int], rng: Random) -> list[Returned]:
    to = group["returned_from"] if group["returned_from"] in piece["to"] else piece["to"].split(",")[0]
    out = []
    for number, time in enumerate(sorted(rng.randrange(*span) for _ in range(group["count"])), 1):
        host, address = rng.choice(_MTAS)
        whom = f"{rng.choice('abcdefghkmnrst')}{rng.randrange(10**5):05d}@{host.partition('.')[2]}"
        name = f"<{rng.getrandbits(44):011X}@{host}>"
        out.append(Returned(time, to, group, number, None, whom, name, queue_id(rng), host, address))
    return out
