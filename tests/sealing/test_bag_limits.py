"""What has no room leaves nothing behind, and what is large is sealed in flat memory."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support.bags import copy_of, how, key, sealed

from mimawari.engine.holding import hold
from mimawari.sealing import SealTrouble, inputs, staging
from mimawari.sealing.checking import checked


def with_tests() -> dict[str, str]:
    """The environment of a program of its own that finds what these tests find."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def full(after: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is brought to the disk as the file of that number finds it full."""
    count, real = iter(range(10_000)), os.fsync

    def fsync(number: int) -> None:
        if next(count) >= after:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(number)

    monkeypatch.setattr(os, "fsync", fsync)


@pytest.mark.parametrize(("name", "after"), [("bag", 0), ("bag", 4), ("bag", 8), ("bag.zip", 1), ("bag.zip", 7), ("bag.zip", 9)])
def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, after: int) -> None:
    full(after, monkeypatch)
    with pytest.raises(SealTrouble) as caught:
        sealed(tmp_path / "deep" / name)
    said = caught.value.words.fill(caught.value.facts)
    assert "No space left" in said.en
    assert "空き容量" in said.ja
    assert list((tmp_path / "deep").iterdir()) == []


def test_a_limit_on_the_size_of_files_is_told_in_a_sentence(tmp_path: Path) -> None:
    """A real one: the system itself refuses to write more."""
    script = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "from pathlib import Path; from support.bags import item, sealed, how; from mimawari.sealing import SealTrouble\n"
        "from pyrage import x25519\n"
        "to = [] if sys.argv[2] == 'plain' else [str(x25519.Identity.generate().to_public())]\n"
        "import os\n"
        "try: sealed(Path(sys.argv[1]), [item(f'{n}', os.urandom(40_000)) for n in range(4)], by=how(to=to))\n"
        "except SealTrouble as trouble: print(trouble.words.fill(trouble.facts).en)\n"
    )
    for name, kind in (("bag.zip", "plain"), ("bag.zip", "age")):
        words = (sys.executable, "-c", script, str(tmp_path / "out" / name), kind)
        done = subprocess.run(words, capture_output=True, text=True, check=False, env=with_tests())
        assert "File too large" in done.stdout, done
        assert "No half bag was left" in done.stdout
        assert list((tmp_path / "out").iterdir()) == []


def test_what_has_no_room_is_refused_before_it_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    big = tmp_path / "big"
    big.write_bytes(b"x" * 1000)
    usage = type("Usage", (), {"free": 1 << 20})
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    with pytest.raises(SealTrouble) as caught:
        sealed(tmp_path / "out" / "bag", copies=[copy_of(big)])
    assert "MB are free" in caught.value.words.en
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory as Linux tells it")
def test_a_large_copy_is_sealed_packed_and_encrypted_in_flat_memory(tmp_path: Path) -> None:
    big = tmp_path / "image.raw"
    with big.open("wb") as file:
        for _ in range(96):
            file.write(os.urandom(1 << 20))
    script = (
        "import resource, sys; from pathlib import Path; from pyrage import x25519\n"
        "from support.bags import copy_of, how, item, sealed; from mimawari.sealing.checking import checked\n"
        "secret = x25519.Identity.generate(); out = Path(sys.argv[2]); (out.parent / 'id').write_text(str(secret))\n"
        "by = how(to=[str(secret.to_public())]); sealed(out / 'small', [item('x')], by=by)\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "before = peak(); made = sealed(out / 'big', [item('x')], [copy_of(Path(sys.argv[1]))], by=by)\n"
        "assert checked(made.path, identity=str(out.parent / 'id')).faults == ()\n"
        "print(peak() - before)\n"
    )
    words = (sys.executable, "-c", script, str(big), str(tmp_path / "out"))
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=with_tests())
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 40 << 10, "in KiB: less than half of the copy"


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_program_that_is_killed_while_it_seals_leaves_no_bag(tmp_path: Path) -> None:
    """What is left is a hidden folder that says by its name that it is unfinished, and the next one takes it away."""
    for after in (0, 4, 9):
        out = tmp_path / str(after) / "bag.zip"
        script = (
            "import itertools, os, signal, sys; from pathlib import Path; from support.bags import sealed\n"
            "real, count = os.fsync, itertools.count()\n"
            "def fsync(number):\n"
            "    if next(count) == int(sys.argv[2]): os.kill(os.getpid(), signal.SIGKILL)\n"
            "    real(number)\n"
            "os.fsync = fsync; sealed(Path(sys.argv[1]))\n"
        )
        done = subprocess.run(
            (sys.executable, "-c", script, str(out), str(after)), capture_output=True, check=False, env=with_tests()
        )
        assert done.returncode == -signal.SIGKILL
        (left,) = out.parent.iterdir()
        assert left.name.startswith(".bag.zip.")
        assert left.name.endswith(".part")
        sealed(out)
        assert list(out.parent.iterdir()) == [out]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_what_is_encrypted_never_lies_in_clear_beside_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pyrage = pytest.importorskip("pyrage")
    to, temporary, out = str(pyrage.x25519.Identity.generate().to_public()), tmp_path / "t", tmp_path / "stick" / "bag"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("tempfile.tempdir", None)
    script = (
        "import os, signal, sys; from pathlib import Path\n"
        "from support.bags import how, sealed; from mimawari.sealing import packing\n"
        "packing.encrypted = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "sealed(Path(sys.argv[1]), by=how(to=(sys.argv[2],)))\n"
    )
    done = subprocess.run((sys.executable, "-c", script, str(out), to), capture_output=True, check=False, env=with_tests())
    assert done.returncode == -signal.SIGKILL
    assert not [path for path in out.parent.rglob("*") if path.is_file() and path.stat().st_size]
    (private,) = temporary.iterdir()
    assert private.stat().st_mode & 0o077 == 0
    assert (private / "bag.zip").exists()
    made = sealed(out, by=how(to=(to,)))
    assert list(out.parent.iterdir()) == [made.path]
    assert list(temporary.iterdir()) == []


def test_a_folder_that_is_at_work_is_left_alone(tmp_path: Path) -> None:
    with staging.beside(tmp_path / "a", hold) as at_work:
        with staging.beside(tmp_path / "b", hold):
            assert at_work.is_dir()
        sealed(tmp_path / "bag")
        assert at_work.is_dir()


def test_without_its_libraries_a_bag_is_made_and_looked_at_but_not_signed_and_not_encrypted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = sealed(tmp_path / "signed", by=how(key(tmp_path))).path
    for name in ("bagit", "minisign", "pyrage"):
        monkeypatch.setitem(sys.modules, name, None)
    made = sealed(tmp_path / "bag.zip")
    assert checked(made.path).faults == ()
    for by in (how(tmp_path / "seal.key"), how(to=("age1x",))):
        with pytest.raises(SealTrouble) as caught:
            sealed(tmp_path / "other", by=by)
        assert "mimawari[seal]" in caught.value.words.ja
        assert not (tmp_path / "other").exists()
    with pytest.raises(SealTrouble) as caught:
        checked(signed)
    assert "looking at a signature" in caught.value.words.fill(caught.value.facts).en


def test_digests_of_what_was_looked_at_and_of_what_is_no_more_there(tmp_path: Path) -> None:
    folder = tmp_path / "ev"
    folder.mkdir()
    (folder / "a.eml").write_bytes(b"one")
    (folder / "link").symlink_to(folder / "a.eml")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe")
    said = inputs.digests([str(folder), str(folder), str(tmp_path / "gone"), str(folder / "a.eml"), "imaps://x"]).decode()
    digest = "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"
    assert f"{folder}\ta.eml\t{digest}\t3\t\n" in said
    assert f"{folder / 'a.eml'}\t\t{digest}\t3\t\n" in said
    assert said.count(digest) == 2
    assert f"{tmp_path / 'gone'}\t\t\t\tnot there now\n" in said
    assert "imaps://x\t\t\t\tnot there now\n" in said
    assert said.count("no regular file") == 1 + hasattr(os, "mkfifo")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe, bag = tmp_path / "pipe", sealed(tmp_path / "bag").path
    os.mkfifo(pipe)
    for look in (
        lambda: checked(pipe), lambda: checked(bag, public=str(pipe)), lambda: sealed(tmp_path / "x", by=how(pipe)),
        lambda: sealed(tmp_path / "x", by=how(to=(str(pipe),))),
    ):  # fmt: skip
        with pytest.raises(SealTrouble):
            look()


def test_what_is_no_bag_at_all_is_no_changed_bag(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("root:x:0:0")
    (tmp_path / "folder").mkdir()
    for name in ("text", "folder"):
        with pytest.raises(SealTrouble) as caught:
            checked(tmp_path / name)
        assert "証拠一式ではありません" in caught.value.words.ja
