"""What may happen on the way: cut off, lost, slow, sent elsewhere. The knowledge in force stays in force."""

from __future__ import annotations

import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from support.tools import need
from support.update_world import AGENT, FIRST, SECOND, Pc, Publisher, Server, archive_of, refused, send

from mimawari import updates
from mimawari.updates import Kind, fetching
from mimawari.updates.client import Wish, update


class TestTheWay:
    def test_a_half_download(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        publisher.release(SECOND)
        content = archive_of(publisher, SECOND).read_bytes()
        server.odd[".zip"] = lambda request: send(request, content[: len(content) // 2], len(content))
        refused(pc, server.address, Kind.UNREACHED)
        server.odd.clear()
        pc.update(server.address)
        assert pc.version == SECOND

    @pytest.mark.parametrize("part", ["timestamp.json", ".snapshot.json", ".targets.json"])
    def test_half_of_the_metadata(self, part: str, pc: Pc, server: Server, publisher: Publisher) -> None:
        publisher.release(SECOND)
        server.odd[part] = lambda request: send(request, b'{"signatures": [', 500)
        refused(pc, server.address, Kind.UNREACHED)

    def test_the_connection_is_lost(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        publisher.release(SECOND)
        server.odd[".zip"] = lambda request: request.connection.close()
        refused(pc, server.address, Kind.UNREACHED)

    def test_nobody_listens(self, pc: Pc) -> None:
        refused(pc, "http://127.0.0.1:9", Kind.UNREACHED)

    @pytest.mark.parametrize("status", [401, 404, 500, 503])
    def test_the_server_refuses(self, status: int, pc: Pc, server: Server) -> None:
        server.odd["timestamp"] = lambda request: request.send_error(status)
        assert refused(pc, server.address, Kind.UNREACHED).facts["status"] == status

    def test_a_portal_answers_with_its_own_page(self, pc: Pc, server: Server) -> None:
        """As the network of a hotel does."""
        server.odd["/"] = lambda request: send(request, b"<html>Please log in</html>")
        refused(pc, server.address, Kind.UNTRUSTED)

    def test_who_is_sent_elsewhere_does_not_go(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        publisher.release(SECOND)
        with Server(publisher.repository.folder).running() as elsewhere:

            def moved(request: BaseHTTPRequestHandler) -> None:
                request.send_response(302)
                request.send_header("Location", elsewhere.address + request.path)
                request.send_header("Content-Length", "0")
                request.end_headers()

            server.odd["timestamp"] = moved
            assert elsewhere.address in str(refused(pc, server.address, Kind.UNREACHED).facts["place"])
            assert elsewhere.asked == []

    def test_a_silent_server(self, pc: Pc, server: Server) -> None:
        server.odd["timestamp"] = lambda _: time.sleep(2)
        slow(pc, server, fetching.Server(AGENT, silence=0.2))

    def test_a_server_that_drips(self, pc: Pc, server: Server) -> None:
        """Never silent for long, never done: the time for all of it ends it."""

        def drip(request: BaseHTTPRequestHandler) -> None:
            request.send_response(200)
            request.send_header("Content-Length", "10000")
            request.end_headers()
            try:
                for _ in range(200):
                    request.wfile.write(b" ")
                    time.sleep(0.02)
            except OSError:
                pass

        server.odd["timestamp"] = drip
        slow(pc, server, fetching.Server(AGENT, silence=5, whole=0.3))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One that nobody vouches for, for localhost."""
    need("openssl")
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    command = f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -keyout {path} -out {path}.crt"
    given = [*command.split(), "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run(given, check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + path.with_name("server.pem.crt").read_bytes())
    return path


def test_a_server_whose_answer_begins_letter_by_letter(pc: Pc, server: Server) -> None:
    def drip(request: BaseHTTPRequestHandler) -> None:
        try:
            for letter in "HTTP/1.0 200 OK\r\nX-Long: " + "x" * 200:
                request.wfile.write(letter.encode())
                time.sleep(0.02)
        except OSError:
            pass

    server.odd["root"] = drip
    before = set(threading.enumerate())
    slow(pc, server, fetching.Server(AGENT, silence=5, whole=0.3))
    for thread in set(threading.enumerate()) - before:
        thread.join()


class TestTls:
    def test_who_cannot_prove_to_be_it_is_asked_nothing(self, pc: Pc, publisher: Publisher, certificate: Path) -> None:
        publisher.release(SECOND)
        with Server(publisher.repository.folder, certificate).running() as server:
            refused(pc, server.address, Kind.UNREACHED)
            assert server.asked == []

    def test_who_can(self, pc: Pc, publisher: Publisher, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The certificate is among those that the system trusts."""
        publisher.release(SECOND)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate) + ".crt")
        with Server(publisher.repository.folder, certificate).running() as server:
            pc.update(server.address)
        assert pc.version == SECOND


def slow(pc: Pc, server: Server, fetcher: fetching.Server) -> None:
    with pytest.raises(updates.Trouble) as caught:
        update(pc.store, Wish(server.address, server.address), fetcher)
    assert caught.value.kind is Kind.UNREACHED
    assert "slowly" in caught.value.words.en
    assert pc.version == FIRST
