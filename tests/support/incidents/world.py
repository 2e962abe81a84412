"""All mail of an incident, before it is written down: logs, mailboxes and bounces tell of the same mails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from random import Random

from support.incidents import nondelivery, outage, routine
from support.incidents.happenings import Event
from support.incidents.mail import Mail, queue_id
from support.incidents.people import People
from support.incidents.reading import Known, Piece, compact, end_of, is_ours, known_mails, moment, pieces

DAY = 86400
_SENDING = ("postfix", "exim", "m365-message-trace-csv", "google-email-log-search-csv")


class World:
    """What was sent and received. Every random choice hangs on the incident, the seed and a purpose."""

    def __init__(self, incident: Piece, seed: int) -> None:
        self.incident, self.seed = incident, seed
        self.people = People(incident)
        self.known: dict[str, Known] = known_mails(incident)
        logs = [one for one in pieces(incident, "mail-log") if one["software"] in _SENDING]
        self.log: Piece | None = logs[0] if logs else None

    def rng(self, purpose: str) -> Random:
        """Chance for one purpose."""
        return Random(f"{self.incident['id']} {self.seed} {purpose}")

    @cached_property
    def span(self) -> tuple[int, int]:
        """The time of which every mail is known: the log's, or else the last fortnight of a mailbox; empty without either."""
        if self.log:
            return moment(self.log["period"][0]), moment(self.log["period"][1])
        boxes = pieces(self.incident, "mailbox", "sent-folder")
        end = max((end_of(one["period"][1]) for one in boxes), default=0)
        return max(end - 14 * DAY, 0), end

    @cached_property
    def rows(self) -> list[Piece]:
        """Who sends how much on an ordinary day."""
        if self.log:
            return list(self.log["baseline"])
        return [usual_row(one) for one in self.incident["us"]["accounts"]]

    @cached_property
    def outgoing(self) -> list[Mail]:
        """All that left by the firm's server or from its accounts, by time."""
        (begin, end), rng = self.span, self.rng("outgoing")
        found = [mail for row in self.rows for mail in routine.baseline(row, begin, end, self.people, rng)]
        found = list(self._by_the_notes(found, rng))
        for event in self.log["events"] if self.log else ():
            found += Event(self.incident, self.log or {}, event, self.known, self.people, rng).mails()
        found += self._told(found) + self._genuine(outgoing=True)
        found.sort(key=lambda mail: mail.time)
        nondelivery.mark(self.incident, found, self.rng("bounces"))
        return found

    @cached_property
    def incoming(self) -> list[Mail]:
        """All that reached the firm from outside, by time."""
        begin, end = self.span
        rng = self.rng("incoming")
        found = list(routine.incoming(begin, end, self.people, rng)) + self._genuine(outgoing=False)
        found += [self._plain(one, "incoming") for one in self.known.values() if one.is_incoming and begin <= one.time < end]
        for piece in pieces(self.incident, "bounce"):
            found += [one.as_mail() for one in self.returned(piece) if one.original is None]
        forward = self.forward
        for mail in found:
            if forward and mail.recipients == [forward[0]]:
                mail.copies = (forward[1],)
        found += outage.answers(self.outgoing, rng) if "loop" in self.incident["id"] else []
        return sorted(found, key=lambda mail: mail.time)

    def returned(self, piece: Piece) -> list[nondelivery.Returned]:
        """The bounces of a piece of evidence."""
        return nondelivery.returned(self.incident, piece, self.outgoing, self.rng(piece["id"]))

    @cached_property
    def forward(self) -> tuple[str, str] | None:
        """An alias that passes its mail on to an address outside, where a log shows one."""
        for line in self.log["sample_lines"] if self.log else ():
            found = re.search(r"to=<([^>]+)>, orig_to=<([^>]+)>", line)
            if found:
                return found[2], found[1]
        return None

    def _by_the_notes(self, mails: list[Mail], rng: Random) -> Iterator[Mail]:
        """The ordinary days as an incident's notes narrow them."""
        note = (self.log or {}).get("note", "")
        late = re.search(r"(\w+)@ sent nothing after (\d\d):(\d\d)", note)
        never = re.search(r"(\w+)@ sent nothing to (\S+)", note)
        for mail in mails:
            if late and mail.account.startswith(late[1]) and (mail.time + 9 * 3600) % DAY > int(late[2]) * 3600 + int(late[3]) * 60:
                continue
            if never and mail.account.startswith(never[1]):
                mail.recipients = [one for one in mail.recipients if not one.endswith("@" + never[2])] or [self.people.customers[0]]
                mail.results = []
            yield mail
        if "uid=33 sends 0 to 3 mails a day" in note:
            yield from self._of_the_form(rng)
        if "connect to mx.nori.example.net" in note:
            outage.apply(mails, self.people, rng)

    def _of_the_form(self, rng: Random) -> Iterator[Mail]:
        """What the web form of 06 sends on other days: answers to those who ask."""
        begin, sender = self.span[0], "www-data@sakura.example.jp"
        for day in range(19):
            for _ in range(rng.randint(0, 3)):
                time = begin + day * DAY + rng.randrange(9 * 3600, 21 * 3600)
                name = f"<{compact(time)}.{rng.getrandbits(16):04X}@web1.sakura.example.jp>"
                whom = rng.choice(self.people.customers)
                yield Mail(
                    time,
                    "local",
                    "uid=33",
                    sender,
                    [whom],
                    name,
                    queue_id(rng),
                    size=1400,
                    subject="お問い合わせありがとうございます",
                )

    def _told(self, mails: list[Mail]) -> list[Mail]:
        """Mails that a log contains and that no event made: they belong to the ordinary days."""
        if self.log is None:
            return []
        have = {mail.message_id for mail in mails}
        told = [name for text in self.log["contains_message_ids"] for name in re.findall(r"<[^<>]+>", text)[:1]]
        ones = [self.known[name] for name in told if name in self.known and name not in have]
        return [self._plain(one, "login") for one in ones if not one.is_incoming]

    def _plain(self, one: Known, way: str) -> Mail:
        rng = self.rng(one.message_id)
        alias = self.forward if way == "incoming" else None
        whom = [alias[0]] if alias and alias[1] in one.recipients else list(one.recipients)
        account = one.account if way == "login" else ""
        return Mail(
            one.time,
            way,
            account,
            one.account,
            whom,
            one.message_id,
            one.queue_id or queue_id(rng),
            one.client,
            one.name or "unknown",
            method="PLAIN",
            size=rng.randint(3000, 9000),
            subject=one.subject,
            author=one.account,
        )

    def _genuine(self, *, outgoing: bool) -> list[Mail]:
        """The quoted mails that really went through the firm's server in that time."""
        begin, end = self.span
        found: dict[str, Mail] = {}
        for told in [*self.threads.values(), *(one for p in pieces(self.incident, "reported-mail") for one in p["quoted"])]:
            time, sender = moment(told["date"]), told["from"]
            if (
                begin <= time < end
                and is_ours(self.incident, sender) == outgoing
                and any(is_ours(self.incident, one) for one in told["lies_in"])
            ):
                found[told["message_id"]] = self.thread(told, time)
        return list(found.values())

    @cached_property
    def threads(self) -> dict[str, Piece]:
        """The genuine mails of the mailboxes, with the lines that a fake quotes of them."""
        lines = {one["message_id"]: one["lines"] for p in pieces(self.incident, "reported-mail") for one in p["quoted"]}
        found = [one for box in pieces(self.incident, "mailbox") for one in box["threads"]]
        return {one["message_id"]: one | {"lines": lines.get(one["message_id"], BILL)} for one in found}

    def thread(self, told: Piece, time: int) -> Mail:
        """A genuine mail that is told in full."""
        rng, sender = self.rng(told["message_id"]), told["from"]
        own = is_ours(self.incident, sender)
        row = next((one for one in self.rows if one["account"] == sender), None)
        server = self.people.server(sender)
        whom = [*told["to"], *told.get("cc", [])]
        return Mail(
            time,
            "login" if own else "incoming",
            sender if own else "",
            sender,
            whom if own else [one for one in whom if is_ours(self.incident, one)],
            told["message_id"],
            queue_id(rng),
            (row["clients"][0] if row else "192.0.2.10") if own else server.out_ip,
            "unknown" if own else server.out,
            method="PLAIN",
            subject=told["subject"],
            author=sender,
            text=tuple(told.get("lines", BILL)),
            copies=(),
        )


BILL = ["10月分のメール配信サービスご利用料金をご請求いたします。", "ご利用ドメイン: sakura.example.jp", "ご請求額 9,800円(税込)"]


def usual_row(account: Piece) -> Piece:
    """An account's ordinary day, where no log tells of it."""
    low, high = (1, 3) if account["machine"] else (0, 1)
    return {
        "account": account["address"],
        "days": "mon-fri",
        "hours": "08-19",
        "messages_per_hour": [low, high],
        "unknown_recipient_rate": 0,
        "clients": [account["lan"] or "192.0.2.72"],
        "helo": account["machine"] or "PC-SATO",
        "sasl_method": "PLAIN",
    }
