from __future__ import annotations

import pytest

from mimawari.sources.windows.marvin import marvin32


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        # the test vectors that .NET's own implementation is checked with
        ("", 0x30ED35C100CD3C7D),
        ("AF", 0x48E73FC77D75DDC1),
        ("E70F", 0xB5F6E1FC485DBFF8),
        ("37F495", 0xF0B07C789B8CF7E8),
        ("8642DC59", 0x7008F2E87E9CF556),
        ("153FB79826", 0xE6C08C6DA2AFA997),
        ("0932E6246C47", 0x6F04BF1A5EA24060),
        ("AB427EA8D10FC7", 0xE11847E4F0678C41),
    ],
)
def test_published_vectors(data: str, expected: int) -> None:
    assert marvin32(bytes.fromhex(data), 0x004FB61A001BDBCC) == expected
