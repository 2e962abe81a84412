"""The protocol, with a daemon that does what none should: garbage, silence, endless answers, hanging up."""

import socket
import threading
import time
import tracemalloc
from contextlib import suppress

import pytest
from support.clamd_double import Act, Double, hangs_up, raw, says

from mimawari.model import Reason
from mimawari.signatures.clamav.address import Address
from mimawari.signatures.clamav.session import CHUNK, Session, Unanswered

OK = says(b"stream: OK")


def refusal(session: Session, seconds: float = 5.0, content: list[bytes] | None = None) -> tuple[Reason, str]:
    with pytest.raises(Unanswered) as caught:
        session.shown([b"some content"] if content is None else content, seconds)
    return caught.value.reason, caught.value.detail


def test_many_contents_over_one_connection() -> None:
    with Double([OK]) as double:
        session = Session(double.address)
        contents = [[b"one"], [b"two", b"x" * CHUNK, b"end"], []]
        assert [session.shown(one, 5) for one in contents] == ["stream: OK"] * 3
        assert double.shown == [b"".join(one) for one in contents]
        assert double.visits == 1


def test_it_tells_its_version() -> None:
    with Double([says(b"ClamAV 1.4.6")]) as double:
        assert Session(double.address).version() == "ClamAV 1.4.6"


def test_an_answer_in_pieces() -> None:
    def slowly(line: socket.socket, number: int, _: bytes) -> None:
        for letter in b"%d: stream: OK\0" % number:
            line.sendall(bytes([letter]))
            time.sleep(0.01)

    with Double([slowly]) as double:
        assert Session(double.address).shown([b"x"], 20) == "stream: OK"


@pytest.mark.parametrize(
    "act",
    [raw(b"\0"), raw(b"OK\0"), raw(b"stream: OK\0"), raw(b"7: stream: OK\0"), raw(b"\xff\xfe\0"), raw(b"220 mail ESMTP\r\n\0"),
     raw(b"1: stream: OK\0" * 2), raw(b"a" * 5000), raw(b"9" * 4000 + b": stream: OK\0")],
)  # fmt: skip
def test_what_cannot_be_read_is_no_answer(act: Act) -> None:
    with Double([act]) as double:
        assert refusal(Session(double.address)) == (Reason.FAILED, "ClamAV's answer cannot be read")


def test_after_garbage_the_next_question_begins_anew() -> None:
    with Double([raw(b"1: stream: OK\0002: stream: Win.Trojan.X FOUND\0"), OK]) as double:
        session = Session(double.address)
        refusal(session)
        assert session.shown([b"next"], 5) == "stream: OK"
        assert double.visits == 2


def test_an_endless_answer_is_cut_off() -> None:
    def endless(line: socket.socket, number: int, _: bytes) -> None:
        line.sendall(b"%d: " % number)
        while True:
            line.sendall(b"a" * 100_000)

    with Double([endless]) as double:
        tracemalloc.start()
        assert refusal(Session(double.address)) == (Reason.FAILED, "ClamAV's answer cannot be read")
        assert tracemalloc.get_traced_memory()[1] < 2 << 20
        tracemalloc.stop()


def test_a_drip_does_not_make_it_wait_longer() -> None:
    def drip(line: socket.socket, number: int, _: bytes) -> None:
        del number
        while True:
            line.sendall(b"1")
            time.sleep(0.05)

    with Double([drip]) as double:
        assert refusal(Session(double.address), 0.4) == (Reason.TIMED_OUT, "ClamAV did not answer within 0.4 s")


def test_silence_is_waited_for_twice_and_then_no_more() -> None:
    with Double([says(b"")], is_deaf=True) as double:
        session = Session(double.address)
        assert [refusal(session, 0.2) for _ in range(2)] == [(Reason.TIMED_OUT, "ClamAV did not answer within 0.2 s")] * 2
        assert [refusal(session, 60) for _ in range(50)] == [
            (Reason.TIMED_OUT, "ClamAV did not answer before and was not asked")
        ] * 50
        assert double.visits == 2


def test_one_slow_content_costs_itself_only() -> None:
    def late(line: socket.socket, number: int, _: bytes) -> None:
        time.sleep(1)
        line.sendall(b"%d: stream: OK\0" % number)

    with Double([late, OK, late, OK]) as double:
        session = Session(double.address)
        for _ in range(2):
            assert refusal(session, 0.2)[0] is Reason.TIMED_OUT
            assert session.shown([b"x"], 5) == "stream: OK"


def test_who_takes_no_data_is_not_waited_for_without_end() -> None:
    with Double([OK], is_deaf=True) as double:
        session = Session(double.address, step=0.3)
        assert refusal(session, 5, [bytes(CHUNK)] * 1000) == (Reason.TIMED_OUT, "ClamAV took no more data for 0.3 s")


def test_a_lost_connection_is_tried_once_more() -> None:
    with Double([hangs_up, OK]) as double:
        assert Session(double.address).shown([b"the same"], 5) == "stream: OK"
        assert double.shown == [b"the same", b"the same"]


def test_what_it_hangs_up_on_every_time_costs_itself_only() -> None:
    with Double([hangs_up, hangs_up, OK]) as double:
        session = Session(double.address)
        assert refusal(session) == (Reason.FAILED, "ClamAV ended the connection without an answer")
        assert session.shown([b"next"], 5) == "stream: OK"
        assert double.visits == 3


def test_what_it_says_before_it_hangs_up_is_heard() -> None:
    """As where a stream is too long: it says so in the middle and reads no further."""

    def refuses(line: socket.socket) -> None:
        with line:
            line.recv(100_000)
            line.sendall(b"1: INSTREAM size limit exceeded. ERROR\0")
            line.shutdown(socket.SHUT_WR)
            while line.recv(1 << 20):
                pass

    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=lambda: refuses(door.accept()[0]), daemon=True)
        thread.start()
        session = Session(Address(host="127.0.0.1", port=door.getsockname()[1]))
        assert session.shown([bytes(CHUNK)] * 100, 5) == "INSTREAM size limit exceeded. ERROR"
        session.close()
        thread.join(10)


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    session = Session(Address(host="127.0.0.1", port=port), first=0)
    assert refusal(session) == (Reason.MISSING, "ClamAV is not running, or listens elsewhere")
    assert refusal(Session(Address(path="nowhere/at/all"), first=0)) == (
        Reason.MISSING,
        "ClamAV is not running, or listens elsewhere",
    )
    assert refusal(Session(Address(path="x" * 300), first=0))[0] is Reason.FAILED


def test_who_goes_is_waited_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with Double([OK]) as double:
        session = Session(double.address, patience=0.5)
        assert session.shown([b"x"], 5) == "stream: OK"
    slept: list[float] = []
    monkeypatch.setattr("mimawari.signatures.clamav.session.sleep", slept.append)
    refusal(session)
    assert slept
    slept.clear()
    refusal(session)
    assert not slept


def test_who_is_only_just_coming_is_waited_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker may begin in the very moment in which the daemon begins anew."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        session = Session(Address(host="127.0.0.1", port=door.getsockname()[1]), first=0.3)
    slept: list[float] = []
    monkeypatch.setattr("mimawari.signatures.clamav.session.sleep", slept.append)
    refusal(session)
    assert slept
    slept.clear()
    refusal(session)
    assert not slept


def test_who_may_not_is_not_kept_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> socket.socket:
        raise PermissionError("no")

    monkeypatch.setattr(Address, "connected", denied)
    assert refusal(Session(Address(path="x"), first=60)) == (Reason.DENIED, "ClamAV's socket may not be used")


@pytest.mark.parametrize("size", [65_537, 200_000])
@pytest.mark.parametrize("stays", [False, True])
def test_an_answer_before_all_was_read_counts_for_nothing(size: int, stays: bool) -> None:
    """What it did not read lies in the system's buffers, where it looks as if it had been taken."""
    done = threading.Event()

    def hasty(line: socket.socket) -> None:
        with line:
            heard = 0
            while heard < 60_000:
                heard += len(line.recv(70_000 - heard))
            line.sendall(b"1: stream: OK\0")
            if stays:
                done.wait(10)

    def serve(door: socket.socket) -> None:
        with suppress(OSError):
            while True:
                hasty(door.accept()[0])

    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=serve, args=(door,), daemon=True)
        thread.start()
        session = Session(Address(host="127.0.0.1", port=door.getsockname()[1]), step=0.5)
        chunks = [bytes(min(CHUNK, size - at)) for at in range(0, size, CHUNK)]
        reason, _ = refusal(session, 1, chunks)
        assert reason is (Reason.TIMED_OUT if stays else Reason.FAILED)
        done.set()
        session.close()
        door.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def test_what_it_found_in_a_part_is_found() -> None:
    def finds(line: socket.socket) -> None:
        with line:
            line.recv(70_000)
            line.sendall(b"1: stream: Win.Trojan.X FOUND\0")
            line.shutdown(socket.SHUT_WR)
            while line.recv(1 << 20):
                pass

    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=lambda: finds(door.accept()[0]), daemon=True).start()
        session = Session(Address(host="127.0.0.1", port=door.getsockname()[1]))
        assert session.shown([bytes(CHUNK)] * 4, 5) == "stream: Win.Trojan.X FOUND"
        session.close()


def test_who_does_not_give_a_sign_of_life_has_said_nothing() -> None:
    def mumbles(line: socket.socket, number: int, _: bytes) -> None:
        line.sendall(b"%d: stream: OK\0" % number)
        time.sleep(0.3)
        line.sendall(b"%d: nothing\0" % (number + 1))

    with Double([mumbles]) as double:
        assert refusal(Session(double.address)) == (Reason.FAILED, "ClamAV's answer cannot be read")
