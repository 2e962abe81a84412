"""The limits of the daemon: as clamd.conf(5) and the release notes of 0.105 say them."""

from pathlib import Path

import pytest

from mimawari.signatures.clamav.limits import ASSUMED, limits, settings

M = 1 << 20
NEW, OLD = (1, 4), (0, 103)


@pytest.mark.parametrize(
    ("given", "version", "name", "size"),
    [
        ({}, NEW, "StreamMaxLength", 100 * M),
        ({}, OLD, "StreamMaxLength", 25 * M),
        ({}, (), "StreamMaxLength", 25 * M),
        ({"StreamMaxLength": "200M"}, NEW, "MaxFileSize", 100 * M),
        ({"StreamMaxLength": "25M", "MaxFileSize": "25M", "MaxScanSize": "100M"}, NEW, "StreamMaxLength", 25 * M),
        ({"MaxFileSize": "512k"}, NEW, "MaxFileSize", 512 << 10),
        ({"MaxFileSize": "1000"}, NEW, "MaxFileSize", 1000),
        ({"MaxScanSize": "50m"}, NEW, "MaxScanSize", 50 * M),
        ({"MaxFileSize": "soon"}, NEW, "StreamMaxLength", 100 * M),
        ({"StreamMaxLength": "1G", "MaxFileSize": "0", "MaxScanSize": "0"}, NEW, "StreamMaxLength", 1 << 30),
        ({"StreamMaxLength": "0", "MaxFileSize": "0", "MaxScanSize": "0"}, NEW, "StreamMaxLength", (1 << 31) - 3),
        ({"StreamMaxLength": "9G", "MaxFileSize": "9G", "MaxScanSize": "9G"}, NEW, "StreamMaxLength", (1 << 31) - 3),
    ],
)
def test_the_smallest_limit_counts(given: dict[str, str], version: tuple[int, ...], name: str, size: int) -> None:
    found = limits(given, version)
    assert (found.name, found.size, found.are_known) == (name, size, True)


def test_what_is_not_known_is_assumed_small() -> None:
    assert (ASSUMED.size, ASSUMED.are_known) == (25 * M, False)


@pytest.mark.parametrize(("text", "seconds"), [(None, 120.0), ("30000", 30.0), ("0", 0.0), ("x", 120.0)])
def test_its_time_is_in_milliseconds(text: str | None, seconds: float) -> None:
    assert limits({} if text is None else {"MaxScanTime": text}, NEW).seconds == seconds


def test_kinds_that_it_is_set_not_to_look_into() -> None:
    given = {"ScanPE": "yes", "ScanOLE2": "no", "ScanPDF": "False", "ScanMail": "true", "ScanArchive": "0"}
    assert limits(given, NEW).left_out == ("ScanArchive", "ScanOLE2", "ScanPDF")
    assert limits({}, NEW).left_out == ()


def test_a_file_of_settings(tmp_path: Path) -> None:
    path = tmp_path / "clamd.conf"
    text = '# MaxFileSize 1M\n\n  StreamMaxLength   25M \nLocalSocket "/run/a b/c"\nExample\nMaxFileSize 3M\nMaxFileSize 4M\r\n\xff'
    path.write_bytes(text.encode("latin-1"))
    assert settings(path) == {"StreamMaxLength": "25M", "LocalSocket": "/run/a b/c", "MaxFileSize": "4M"}


def test_a_file_of_settings_that_never_ends() -> None:
    assert settings(Path("/dev/zero")) == {}
