"""Where the daemon is asked: on this machine and nowhere else."""

import socket

import pytest

from mimawari.signatures.clamav.address import Address, Elsewhere, address


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("/run/clamav/clamd.ctl", Address(path="/run/clamav/clamd.ctl")),
        ("clamd.ctl", Address(path="clamd.ctl")),
        ("127.0.0.1:3310", Address(host="127.0.0.1", port=3310)),
        ("127.8.9.1:3310", Address(host="127.8.9.1", port=3310)),
        ("localhost:3310", Address(host="127.0.0.1", port=3310)),
        ("LOCALHOST:3310", Address(host="127.0.0.1", port=3310)),
        ("[::1]:3310", Address(host="::1", port=3310)),
        ("/run/a:1", Address(path="/run/a:1")),
    ],
)
def test_an_address(text: str, where: Address) -> None:
    assert address(text) == address(where.text) == where


@pytest.mark.parametrize(
    "text",
    ["192.0.2.1:3310", "clamav.example.com:3310", "[2001:db8::1]:3310", "0.0.0.0:3310", "127.0.0.1:0", "127.0.0.1:99999",
     "127.0.0.1.example.com:3310", "localhost.example.com:3310"],
)  # fmt: skip
def test_another_machine_is_refused(text: str) -> None:
    with pytest.raises(Elsewhere):
        address(text)


def test_a_system_without_such_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(socket, "AF_UNIX")
    with pytest.raises(OSError, match="no sockets in files"):
        Address(path="/run/clamav/clamd.ctl").connected(1)
