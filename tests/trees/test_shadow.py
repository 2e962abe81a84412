"""Volume Shadow Copies of a public test image."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from support.public_data import labelled
from support.walking import listing

from mimawari.model import Origin, Reason
from mimawari.trees import Volumes
from mimawari.trees.image import open_image

HERE = Origin("disk", "vsstest.qcow2")


def image() -> Path:
    return next(path for name, path in labelled("image_benign").items() if name.endswith("vsstest.qcow2"))


def names(volumes: Volumes, number: int) -> set[str]:
    found = listing(volumes.volumes[number].tree)
    return {path for path in found if not path.startswith("System Volume Information")}


def test_each_shadow_copy_is_an_older_volume() -> None:
    """Names and moments as the image's own project (plaso, vsstest.qcow2) and vshadowinfo give them."""
    pytest.importorskip("pyvshadow")
    found = open_image(image(), HERE)
    assert not found.gaps
    assert [(one.name, one.past, one.serial, one.seen_at) for one in found.volumes] == [
        ("", False, 0x5E30EA36, ""),
        ("shadow copy 1", True, 0x5E30EA36, "2013-12-03T06:35:09Z"),
        ("shadow copy 2", True, 0x5E30EA36, "2013-12-03T06:37:48Z"),
    ]
    assert names(found, 0) == {"another_file", "password.txt", "syslog.gz"}
    assert names(found, 1) == {"syslog"}
    assert names(found, 2) == {"another_file", "syslog.gz"}
    assert len(found.volumes[1].tree.open("SYSLOG").read()) == 1247


def test_without_the_library_it_is_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyvshadow", None)
    found = open_image(image(), HERE)
    assert [one.name for one in found.volumes] == [""]
    assert [(gap.reason, gap.wanted) for gap in found.gaps] == [(Reason.UNSUPPORTED, "shadow-copy")]
