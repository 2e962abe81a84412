"""What an incident lays on top of the ordinary: who sent how much in which hour, from where, and how it went."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from random import Random

from support.incidents import routine, texts
from support.incidents.mail import Mail, is_usual, outlook_id, queue_id, uuid_id
from support.incidents.people import People
from support.incidents.reading import (
    Known,
    Piece,
    at,
    clients_of,
    compact,
    hour_of_event,
    hours_in_japan,
    iso,
    moment,
    working_days,
    zone_of,
)

HOUR = 3600
_DOMAINS = [f"{a}{b}.example.{t}" for t in ("com", "net") for a in ("shop", "farm", "inn", "mart", "lab") for b in range(1, 30)]


class Event:
    """One ``events`` entry of a log, made into mails."""

    def __init__(self, incident: Piece, log: Piece, event: Piece, known: dict[str, Known], people: People, rng: Random) -> None:
        self.incident, self.log, self.event, self.people, self.rng = incident, log, event, people, rng
        self.zone = zone_of(log)
        local = re.match(r"uid=\d+ \((.+)\)", event["account"])
        self.account = f"{local[1]}@{incident['us']['domains'][0]}" if local else event["account"]
        self.is_local = event.get("sasl_method") == "none"
        self.uid = local_uid(event)
        self.known = sorted((k for k in known.values() if k.account == self.account and not k.is_incoming), key=lambda k: k.time)
        self.pool = clients_of(event["clients"], incident["network"], rng)
        for place, client in enumerate(dict.fromkeys(k.client for k in self.known if "." in k.client)):
            if self.pool and client not in self.pool:
                self.pool[place] = client
        self.turn = 0
        self.number = 0
        self.sizes = [int(n.replace(",", "")) for n in re.findall(r"[\d,]{5,}", event.get("size", ""))] or [3000, 9000]
        self.ids = next((told for told in log["contains_message_ids"] if " ... " in told), "")

    def mails(self) -> Iterator[Mail]:
        """All of them, with the share of recipients that did not exist."""
        found = [mail for hour in self.event["hours"] for mail in self._hour(hour)]
        if "and the like in every office hour" in self.event.get("note", "") or "every mail of" in self.event.get("note", ""):
            found += self._other_hours()
        self._fail(found)
        return iter(found)

    def _hour(self, told: Piece) -> list[Mail]:
        begin = hour_of_event(told["hour"], self.zone)
        fixed = [one for one in self.known if begin <= one.time < begin + HOUR]
        clients = self._clients(told["distinct_clients"], [one.client for one in fixed])
        count = told["messages"] - len(fixed)
        times = sorted(self.rng.randrange(HOUR) for _ in range(count))
        out = []
        for place, second in enumerate(times):
            client = clients[place] if place < len(clients) else self.rng.choice(clients) if clients else ""
            out.append(self._mail(begin + second, client))
        out += [self._as_known(one) for one in fixed]
        self._address(out, told["recipients"])
        return sorted(out, key=lambda mail: mail.time)

    def _clients(self, count: int, wanted: list[str]) -> list[str]:
        """*count* of the pool: those that are told, and then the next ones, so that all of the pool have their turn."""
        chosen = list(dict.fromkeys(one for one in wanted if one))
        while len(chosen) < min(count, len(self.pool)):
            client = self.pool[self.turn % len(self.pool)]
            self.turn += 1
            if client not in chosen:
                chosen.append(client)
        return chosen[: max(count, len(wanted))]

    def _mail(self, time: int, client: str) -> Mail:
        rng, own = self.rng, bool(client) and self._is_own_program(client)
        return Mail(
            time,
            "local" if self.is_local else "login",
            self.uid if self.is_local else self.account,
            "" if self.event.get("envelope") == "from=<>" else self.account,
            [],
            self._id(time, client, own),
            queue_id(rng),
            client,
            helo=self.event.get("helo", ""),
            method=self.event.get("sasl_method", "PLAIN"),
            size=rng.randint(self.sizes[0], self.sizes[1]),
            subject=texts.subject(rng),
            author=self.account,
            mailer="Mozilla Thunderbird" if self.event["helo"].startswith("[192.") and own else "Microsoft Outlook 16.0",
        )

    def _is_own_program(self, client: str) -> bool:
        """The firm's people with their own mail program, wherever they are; not a machine of theirs that somebody else uses."""
        helo = self.event.get("helo", "")
        return helo.startswith(("PC-", "shop.")) or (is_usual(client) and self.event.get("sasl_method") == "PLAIN")

    def _id(self, time: int, client: str, own: bool) -> str:
        self.number += 1
        rng = self.rng
        if self.ids:
            first: str = self.ids.split(" ... ")[0]
            return re.sub(r"\d+", str(self.number), first, count=1)
        if self.account.startswith("news@"):
            return f"<nl-{iso(time)[:7]}@news.sakura.example.jp>"
        if own:
            return uuid_id(rng) if self.event["helo"].startswith("[") else outlook_id(rng)
        if self.is_local and not self.event.get("envelope"):
            return f"<{compact(time)}.{rng.getrandbits(16):04X}@web1.sakura.example.jp>"
        if self.is_local:
            return f"<dovecot-sieve-{time}-{self.number + 1}@mail.sakura.example.jp>"
        tail = self.known[0].message_id.rpartition("@")[2] if self.known else f"{self.event.get('helo') or 'localhost'}>"
        return f"<{rng.getrandbits(40):010x}.{rng.randrange(9999)}@{tail}"

    def _as_known(self, one: Known) -> Mail:
        mail = self._mail(one.time, one.client)
        mail.message_id, mail.queue_id, mail.subject = one.message_id, one.queue_id or mail.queue_id, one.subject
        mail.client_name, mail.recipients = one.name or "unknown", list(one.recipients)
        for line in self.log["sample_lines"]:
            size = re.search(r"(?:size=|S=)(\d+)", line)
            if size and f" {one.queue_id}" in line:
                mail.size = int(size[1])
        return mail

    def _address(self, mails: list[Mail], total: int) -> None:
        """So many recipients over all of *mails*, as evenly as it goes; those that a reported mail names come first."""
        only = re.match(r"(\S+@\S+) only", self.event.get("recipients", ""))
        for place, mail in enumerate(mails):
            wanted = total // len(mails) + (place < total % len(mails))
            while len(mail.recipients) < wanted:
                mail.recipients.append(only[1] if only else self._someone())

    def _someone(self) -> str:
        if self.pool and self._is_own_program(self.pool[0]) and not self.account.startswith("news@"):
            return self.rng.choice(self.people.outside)
        return f"{self.rng.choice('abcdefghkmnrstwy')}{self.rng.randrange(10**6):06d}@{self.rng.choice(_DOMAINS)}"

    def _fail(self, mails: list[Mail]) -> None:
        """Recipients that do not exist, or whose server refuses us: exactly as many as told, never those that are known."""
        told = {one.message_id for one in self.known}
        places = [(mail, n) for mail in mails for n in range(len(mail.recipients)) if mail.message_id not in told]
        total = sum(len(mail.recipients) for mail in mails)
        wanted = [("unknown", round(self.event.get("unknown_recipient_rate", 0) * total))]
        for one in self.event.get("rejects", []):
            wanted = [
                *(w for w in wanted if one["code"][:3] != "550" or w[0] != "unknown"),
                ("unknown" if one["code"].startswith("550") else "blocked", one["count"]),
            ]
        self.rng.shuffle(places)
        for kind, count in wanted:
            for mail, place in places[:count]:
                mail.results = mail.results or ["sent"] * len(mail.recipients)
                mail.results[place] = kind
            places = places[count:]

    def _other_hours(self) -> Iterator[Mail]:
        """The account's usual hours after its baseline ended, at its usual volume, where the event names none itself."""
        row = next(one for one in self.log["baseline"] if one["account"] == self.account)
        done = {hour_of_event(hour["hour"], self.zone) for hour in self.event["hours"]}
        begin, end = at(_after(row["last_day"]), 0), _end(self.log)
        for day in working_days({}, begin, end):
            for hour in hours_in_japan(row["hours"]):
                if at(day, hour) in done or day.isoformat() == "2026-11-03":
                    continue
                for second in sorted(self.rng.randrange(HOUR) for _ in range(self.rng.randint(*row["messages_per_hour"]))):
                    if at(day, hour) + second < end:
                        yield self._usual(row, at(day, hour) + second, self.pool[hour % len(self.pool)])

    def _usual(self, row: Piece, time: int, client: str) -> Mail:
        one = routine.sent(row | {"unknown_recipient_rate": 0}, time, self.people, self.rng)
        made = self._mail(time, client)
        made.recipients, made.size, made.subject = one.recipients, one.size, one.subject
        return made


def local_uid(event: Piece) -> str:
    """``uid=33`` of an entry that no login is behind; empty where there is one."""
    found = re.search(r"uid=\d+", f"{event['account']} {event['clients']}")
    return found[0] if found and event.get("sasl_method") == "none" else ""


def _after(day: str) -> date:
    return date.fromordinal(date.fromisoformat(day).toordinal() + 1)


def _end(log: Piece) -> int:
    return moment(log["period"][1])
