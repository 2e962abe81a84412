"""Times searching a large mailbox for the threads of reported mails: the real command, as a whole process.

    python bench/check_asking.py MAILS [REPORTS [ATTACHED [FOLDER]]]

Writes an mbox of MAILS mails into FOLDER (else a temporary one) as Japanese offices write them: seven of ten short, two with a long
thread below, one a page with its text; in ISO-2022-JP, UTF-8 (base64, quoted-printable, as it is) and Shift_JIS; ATTACHED of a
thousand with a file of 50 to 500 kB. One mail in a thousand is one that a reported mail quotes; REPORTS mails were reported. Then
``mimawari check --us us.toml --reported ... --search-only BOX --json`` runs with two workers. It is checked that each mail that was
quoted is found, and no other. Seconds are of the wall clock, memory is the peak of all processes together.
"""

from __future__ import annotations

import base64
import json
import quopri
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import Header
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

# Found from the repository's root.
from bench.check_intersection import quoting, text
from bench.check_mailbox import BIN, STATUSES, cpu, sizes

OWN, HOST = "tanaka@sakura.example.jp", "nori.example.net"
EVERY = 1000
"""One mail in so many is quoted somewhere."""
PEOPLE = tuple(
    (f"{name} {given}", f"{given}{number}@{HOST}")
    for number, name in enumerate(("森", "佐藤", "鈴木", "高橋", "伊藤", "渡辺", "山本", "中村", "小林", "加藤"))
    for given in ("taro", "hanako", "ichiro", "misaki", "ken")
)
_FORMS = ("iso-2022-jp", "iso-2022-jp", "iso-2022-jp", "base64", "base64", "base64", "base64", "quoted", "as it is", "shift_jis")
_FILE = b'Content-Type: application/octet-stream; name="a.xlsx"\nContent-Transfer-Encoding: base64\n\n'
_NOISE = base64.encodebytes(random.Random(3).randbytes(1 << 20))


@dataclass(frozen=True)
class Taken:
    """Seconds of wall time and of CPU; peak bytes of all processes together."""

    seconds: float
    cpu: float
    together: int


def body(said: str, form: str, kind: str = "plain") -> bytes:
    """A text as a part, with its header."""
    charset = form if form in ("iso-2022-jp", "shift_jis") else "utf-8"
    data = said.encode(charset, "replace")
    encoding = {"base64": "base64", "quoted": "quoted-printable", "iso-2022-jp": "7bit"}.get(form, "8bit")
    data = base64.encodebytes(data) if form == "base64" else quopri.encodestring(data) if form == "quoted" else data
    return f"Content-Type: text/{kind}; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n".encode() + data


def page(said: str) -> str:
    """The same as a page."""
    lines = "".join(f'<p style="margin:0;font-family:Meiryo">{line}</p>\n' for line in said.split("\r\n"))
    return f"<!DOCTYPE html><html><head><style>p{{margin:0}}</style></head><body>{lines}</body></html>"


def parts(kind: str, *inside: bytes) -> bytes:
    """Several parts as one body."""
    whole = b"".join(b"--=_border\n%s\n" % one for one in inside)
    return f'Content-Type: multipart/{kind}; boundary="=_border"\n\n'.encode() + whole + b"--=_border--\n"


def mail(number: int, threads: list[str], attached: int) -> bytes:
    """The mail of a number, with line feeds."""
    draw = random.Random(number)
    is_wanted = number % EVERY == 0
    said = threads[number // EVERY % len(threads)] if is_wanted else text(draw, 12)
    shape, form = number % 10, draw.choice(_FORMS)
    if not is_wanted and shape in (3, 7):
        said = quoting(text(draw, 20), text(draw, 60))
    inside = parts("alternative", body(said, "base64"), body(page(said), "quoted", "html")) if shape == 5 else body(said, form)
    if draw.randrange(1000) < attached:
        size = draw.randint(50_000, 500_000)
        at = draw.randrange(len(_NOISE) - size)
        file = (
            b'Content-Type: application/octet-stream; name="a.xlsx"\nContent-Transfer-Encoding: base64\n\n' + _NOISE[at : at + size]
        )
        inside = parts("mixed", inside.replace(b"=_border", b"=_inner"), file)
    return header(draw, number) + inside


def header(draw: random.Random, number: int) -> bytes:
    """As servers and programs write it; a third is what the account itself sent."""
    name, address = draw.choice(PEOPLE)
    day = f"{1 + number % 28:02} Oct 2026 {number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02} +0900"
    subject = Header(f"Re: ご注文の件 {number}", "iso-2022-jp" if number % 2 else "utf-8").encode()
    them, us = f"{Header(name, 'utf-8').encode()} <{address}>", f"{Header('田中', 'utf-8').encode()} <{OWN}>"
    is_ours = number % EVERY == 0 or number % 3 == 0
    sealed = base64.b64encode(draw.randbytes(96)).decode()
    way = () if is_ours else (
        f"Return-Path: <{address}>", f"Delivered-To: {OWN}",
        f"Received: from mx1 ([192.0.2.25])\n\tby imap.sakura.example.jp with ESMTPS id {number:X}1\n\tfor <{OWN}>; Thu, {day}",
        f"Received: from mail.{HOST} ([198.51.100.7])\n\tby mx1.sakura.example.jp (Postfix) with ESMTPS id {number:X}2; Thu, {day}",
        f"Received: from [192.0.2.90] (pc.{HOST} [192.0.2.90])\n\tby mail.{HOST} (Postfix) with ESMTPSA id {number:X}3; Thu, {day}",
        f"DKIM-Signature: v=1; a=rsa-sha256; d={HOST}; s=mail; h=Date:From:To:Subject;\n\tb={sealed}",
        f"Authentication-Results: mx1.sakura.example.jp; dkim=pass header.d={HOST};\n\tspf=pass smtp.mailfrom={address}",
    )  # fmt: skip
    lines = (*way, f"From: {us if is_ours else them}", f"To: {them if is_ours else us}", f"Subject: {subject}", f"Date: Thu, {day}",
             f"Message-ID: <{number}.x@{'sakura.example.jp' if is_ours else HOST}>", f"In-Reply-To: <{number - 1}.x@{HOST}>",
             "User-Agent: Mozilla Thunderbird", "MIME-Version: 1.0")  # fmt: skip
    return "\n".join(lines).encode() + b"\n"


def write(box: Path, mails: int, threads: list[str], attached: int) -> int:
    """The mailbox; its size in bytes."""
    with box.open("wb") as file:
        for number in range(mails):
            file.write(b"From - Thu Oct  1 09:30:00 2026\n" + mail(number, threads, attached) + b"\n")
        return file.tell()


def fake(number: int, thread: str) -> bytes:
    """A mail from a stranger that quotes a thread, as its recipient saved it."""
    firm = f"shop{number}.example.com"
    lines = (
        f"Received: from x (x [203.0.113.{number % 250}]) by mx.{firm} (Postfix) with ESMTPS id A{number};",
        " Tue, 10 Nov 2026 09:11:00 +0900", "From: =?utf-8?b?55Sw5Lit?= <rosa@bakery.example.net>", f"To: info@{firm}",
        "Subject: Re: =?utf-8?b?5Lu2?=", "Date: Tue, 10 Nov 2026 09:11:00 +0900", f"Message-ID: <f{number}@bakery.example.net>",
        "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "",
    )  # fmt: skip
    return "\r\n".join((*lines, quoting("ご確認ください。", thread))).encode() + b"\r\n"


def run(command: list[str]) -> tuple[Taken, dict[str, int]]:
    """One whole run, and how many of each kind it says it has seen."""
    start, before, together = time.perf_counter(), cpu(), 0
    with tempfile.TemporaryFile() as out, subprocess.Popen(command, stdout=out) as process:
        while process.poll() is None:
            together = max(together, sum(sizes(process.pid)))
            time.sleep(0.1)
        taken = Taken(time.perf_counter() - start, cpu() - before, together)
        if process.returncode not in STATUSES:
            raise SystemExit(f"{command[:3]} ended with {process.returncode}")
        out.seek(0)
        return taken, dict(counted(json.loads(out.read())))


def counted(report: dict[str, object]) -> Iterator[tuple[str, int]]:
    """The counts of the report."""
    sources = report["sources"]
    assert isinstance(sources, list)
    for source in sources:
        yield from source["looked_at"].items()


def main(mails: int, reports: int = 100, attached: int = 50, folder: str = "") -> None:
    """Write, run, check, tell."""
    threads = [text(random.Random(100_000_000 + number), 8) for number in range(reports)]
    with tempfile.TemporaryDirectory(dir=folder or None) as made:
        place = Path(made)
        box, reported, us = place / "box.mbox", place / "reported", place / "us.toml"
        reported.mkdir()
        for number, thread in enumerate(threads):
            (reported / f"{number}.eml").write_bytes(fake(number, thread))
        us.write_text(f'domains = ["sakura.example.jp"]\naccounts = [{{ address = "{OWN}" }}]\n', "utf-8")
        size = write(box, mails, threads, attached)
        sys.stdout.write(f"{mails} mails, {size / 2**20:.0f} MiB, {reports} reports\n")
        sys.stdout.flush()
        command = [
            str(BIN / "mimawari"),
            "check",
            "--us",
            str(us),
            "--reported",
            str(reported),
            "--search-only",
            str(box),
            "--json",
        ]
        taken, seen = run([*command, "--jobs", "2"])
    wanted = len(range(0, mails, EVERY))
    sys.stdout.write(
        f"{taken.seconds:.1f} s, {mails / taken.seconds:.0f} mails/s, CPU {1000 * taken.cpu / mails:.2f} ms a mail, "
        f"{taken.together / 2**20:.0f} MiB together; searched {seen.get('searched-mail', 0)}, "
        f"found {seen.get('held-mail', 0)} of {wanted}\n"
    )


if __name__ == "__main__":
    given = [*sys.argv[1:], *("50000", "100", "50", "")[len(sys.argv) - 1 :]]
    main(int(given[0]), int(given[1]), int(given[2]), given[3])
