"""A DNS server of the tests' own on 127.0.0.1, over UDP and TCP: it answers as a test wants, or not at all."""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Thread
from types import TracebackType

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

SILENT, REFUSED, BROKEN = "silent", "refused", "broken"


@dataclass
class DnsServer:
    """``texts`` and ``servers`` are TXT records and MX records by name; ``odd`` names are answered as the words above say.

    ``long`` names are cut short over UDP, so that they are asked for again over TCP. ``asked`` are the names that were asked for.
    """

    texts: dict[str, list[str]] = field(default_factory=dict)
    servers: dict[str, list[str]] = field(default_factory=dict)
    odd: dict[str, str] = field(default_factory=dict)
    long: set[str] = field(default_factory=set)
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    def __enter__(self) -> DnsServer:
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", 0))
        self.port: int = self._udp.getsockname()[1]
        self._tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._tcp.bind(("127.0.0.1", self.port))
        self._tcp.listen()
        self._threads = [Thread(target=self._over_udp, daemon=True), Thread(target=self._over_tcp, daemon=True)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for one in (self._udp, self._tcp):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        for thread in self._threads:
            thread.join(5)

    @property
    def named(self) -> str:
        """The server as ``--dns`` is told of it."""
        return f"127.0.0.1#{self.port}"

    def _over_udp(self) -> None:
        with suppress(OSError):
            while True:
                data, peer = self._udp.recvfrom(4096)
                if not data:  # the socket was shut
                    return
                if answer := self._answer(data, "udp"):
                    self._udp.sendto(answer, peer)

    def _over_tcp(self) -> None:
        with suppress(OSError):
            while True:
                peer, _ = self._tcp.accept()
                with peer:
                    (size,) = struct.unpack("!H", peer.recv(2))
                    answer = self._answer(peer.recv(size), "tcp")
                    peer.sendall(struct.pack("!H", len(answer)) + answer)

    def _answer(self, data: bytes, way: str) -> bytes:
        query = dns.message.from_wire(data)
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.rdtype)
        self.asked.append((name, kind, way))
        odd = self.odd.get(name)
        if odd == SILENT:
            return b""
        if odd == BROKEN:
            return data[:2] + b"\xff" * 40
        response = dns.message.make_response(query)
        if odd == REFUSED:
            response.set_rcode(dns.rcode.REFUSED)
        elif name in self.long and way == "udp":
            response.flags |= dns.flags.TC
        else:
            self._fill(response, name, kind)
        return response.to_wire()

    def _fill(self, response: dns.message.Message, name: str, kind: str) -> None:
        records = {"TXT": [quoted(one) for one in self.texts.get(name, [])], "MX": self.servers.get(name, [])}[kind]
        if records:
            response.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", kind, *records))
        elif name not in self.texts and name not in self.servers:
            response.set_rcode(dns.rcode.NXDOMAIN)


def quoted(text: str) -> str:
    """A text as strings of at most 255 bytes, each byte written out."""
    data = text.encode("utf-8")
    parts = [data[at : at + 255] for at in range(0, len(data), 255)] or [b""]
    return " ".join('"' + "".join(f"\\{byte:03d}" for byte in part) + '"' for part in parts)
