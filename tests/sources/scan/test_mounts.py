"""Which file systems a full scan enters."""

import pytest

from mimawari.sources.scan.mounts import ELSEWHERE, MADE_UP, Mount, is_again, mounted, parsed

# The example of proc_pid_mountinfo(5), and lines in its form.
EXAMPLE = "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue"
ROOT = Mount("8:1", "/", "/", "ext4")
HOME = Mount("8:2", "/", "/home", "xfs")
BOUND = Mount("8:1", "/srv/data", "/mnt/data", "ext4")


def test_the_example_of_the_manual() -> None:
    assert parsed(EXAMPLE) == Mount("98:0", "/mnt1", "/mnt2", "ext3")


def test_several_optional_fields_and_none() -> None:
    assert parsed("1 2 0:5 / /a shared:1 master:2 - tmpfs t rw") == Mount("0:5", "/", "/a", "tmpfs")
    assert parsed("1 2 0:5 / /a rw - tmpfs t rw") == Mount("0:5", "/", "/a", "tmpfs")


def test_a_blank_in_a_name_is_written_in_octal() -> None:
    found = parsed(r"1 2 0:5 / /my\040disk rw - vfat t rw")
    assert found is not None
    assert found.point == "/my disk"


@pytest.mark.parametrize("line", ["", "no dash at all", "1 2 - ext4", "- - -"])
def test_a_line_that_is_none(line: str) -> None:
    assert parsed(line) is None


def test_the_longest_place_counts() -> None:
    every = [ROOT, HOME, BOUND]
    assert mounted("/home/" + "a", every) == HOME
    assert mounted("/homework", every) == ROOT
    assert mounted("/mnt/data", every) == BOUND


def test_what_is_shown_twice_is_entered_once() -> None:
    every = [ROOT, HOME, BOUND]
    assert is_again("/mnt/data", "/", every)
    assert not is_again("/home", "/", every)
    assert not is_again("/mnt/data", "/mnt", every), "the other place is not looked at"


def test_of_two_equal_ones_one_is_entered() -> None:
    twice = [ROOT, Mount("8:3", "/", "/a", "ext4"), Mount("8:3", "/", "/b", "ext4")]
    assert [is_again(place, "/", twice) for place in ("/a", "/b")] == [False, True]


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse", "ceph"])
def test_other_machines(kind: str) -> None:
    assert ELSEWHERE.match(kind)
    assert kind not in MADE_UP


@pytest.mark.parametrize("kind", ["ext4", "btrfs", "xfs", "vfat", "exfat", "ntfs3", "fuseblk", "tmpfs", "overlay", "zfs"])
def test_this_machine(kind: str) -> None:
    assert not ELSEWHERE.match(kind)
    assert kind not in MADE_UP
