"""One file, mimawari.exe: the same bytes from the same sources, and the same answers as from the sources themselves."""

import fcntl
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import pyzipper
from build_exe import build
from support.evidence import pack
from support.pc import Pc
from support.public_data import labelled
from support.tools import need
from support.wine_host import Host, Running, check, hosted, windows
from windows_python import ROOT, Kit
from wine import JAPANESE, LATIN, windows_path

from mimawari import app, casebook
from mimawari.casebook import Place
from mimawari.examples.builder import build as build_examples

USER = "山田"
LIBRARY = rf"C:\Users\{USER}\AppData\Local\Aibevs\jbcss.nfg"
COMMAND = rf'C:\Windows\System32\regsvr32.exe /s "{LIBRARY}"'


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The sources as they are now, and what is built from them once a run: with several workers, by the first that comes."""
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "exe"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "mimawari.exe").exists():
            copied(ROOT, shared)
            build(shared, windows(), shared)
    return shared


def copied(source: Path, target: Path) -> None:
    for name in ("src", "packaging"):
        shutil.copytree(source / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))


@pytest.fixture(scope="session")
def exe(root: Path) -> Path:
    return root / "mimawari.exe"


@pytest.fixture(scope="module")
def host(root: Path) -> Iterator[Host]:
    pc = Pc(users=(USER, "tanaka")).run("jbcss.nfg", COMMAND).put(f"Users/{USER}/AppData/Local/Aibevs/jbcss.nfg")
    running = [
        Running(r"C:\Windows\System32\regsvr32.exe", COMMAND),
        Running(r"C:\Windows\System32\systeminfo.exe", "systeminfo", 0),
    ]
    with hosted(pc, running=running) as started:
        yield replace(started, source=root / "src")


@pytest.mark.slow
def test_built_elsewhere_it_has_the_same_bytes(exe: Path, tmp_path: Path) -> None:
    kit = windows()
    other = Kit(kit.hosts / f"other place {tmp_path.parent.name}")
    shutil.rmtree(other.folder, ignore_errors=True)
    try:
        shutil.copytree(
            kit.folder, other.folder, copy_function=linked, symlinks=True, ignore=shutil.ignore_patterns("hosts", "bytecode")
        )
        copied(exe.parent, tmp_path)
        again = build(tmp_path / "out", other, tmp_path)
    finally:
        shutil.rmtree(other.folder, ignore_errors=True)
    # Their digests: nobody wants 30 MB compared byte by byte in words.
    assert hashlib.sha256(again.read_bytes()).hexdigest() == hashlib.sha256(exe.read_bytes()).hexdigest()


def linked(source: str, target: str) -> str:
    Path(target).hardlink_to(source)
    return target


def contents(exe: Path) -> dict[str, bytes]:
    """What is packed into it, by PyInstaller's own format: a table of contents at the end, each member under zlib."""
    sys.path.append(str(windows().tools))
    try:
        from PyInstaller.archive.readers import CArchiveReader

        archive = CArchiveReader(str(exe))
        packed = archive.open_embedded_archive("PYZ.pyz")
        modules = {f"PYZ/{name}": packed.extract(name, raw=True) or b"" for name in packed.toc}
        return {**{name: archive.extract(name) for name in archive.toc if name != "PYZ.pyz"}, **modules}
    finally:
        sys.path.remove(str(windows().tools))


def test_it_holds_what_it_needs_no_more_and_no_path_of_this_machine(root: Path, exe: Path) -> None:
    packed = contents(exe)
    names = {name.replace("\\", "/") for name in packed}
    data = {path.relative_to(root / "src").as_posix() for path in (root / "src").rglob("*") if path.is_file()}
    assert {name for name in data if not name.endswith((".py", ".pyc", "py.typed"))} <= names
    modules = {name[:-3].replace("/", ".").removesuffix(".__init__") for name in data if name.endswith(".py")}
    assert {f"PYZ/{module}" for module in modules} <= names
    unwanted = r"(PYZ/)?(_hashlib|bcryptprimitives|hatchling|tomlkit|pytest|pip|setuptools|pygments)\b"
    assert [name for name in names if re.match(unwanted, name)] == []
    places = [str(root), str(windows().folder), windows_path(root), windows_path(windows().folder)]
    marks = [place.encode(encoding) for place in places for encoding in ("utf-8", "utf-16-le")]
    assert [name for name, content in packed.items() if any(mark in content for mark in marks)] == []
    assert b"mimawari" in packed["PYZ/mimawari.app"], "so that a mark would be seen"
    assert exe.stat().st_size < 37_000_000


def test_it_tells_how_it_is_used(exe: Path, host: Host) -> None:
    status, printed, complaints = host.program(exe, "--help")
    assert (status, complaints) == (0, "")
    assert "check" in printed


def test_it_knows_its_version_and_every_kind_of_source_and_detector(exe: Path, host: Host) -> None:
    assert host.program(exe, "--version")[1].split() == ["mimawari", app.version()]
    for command in ("detectors", "sources", "knowledge"):
        assert host.program(exe, command) == host.python("-m", "mimawari", command)


@pytest.mark.parametrize(("code_page", "language"), [(LATIN, "ja"), (JAPANESE, "ja"), (JAPANESE, "en")])
def test_a_quiet_pc_is_quiet_and_any_code_page_takes_the_answer(root: Path, exe: Path, code_page: int, language: str) -> None:
    with hosted(Pc(users=(USER,)), code_page=code_page) as quiet:
        carried = quiet.prefix.drive / f"users/{USER}/Downloads/mimawari.exe"
        shutil.copyfile(exe, carried)
        told = quiet.program(carried, "check", "--lang", language)
        script = replace(quiet, source=root / "src").python("-m", "mimawari", "check", "--lang", language)
    assert (told[0], told[2]) == (script[0], script[2]) == (0, "")
    assert told[1] and told[1].splitlines()[:1] == script[1].splitlines()[:1]
    assert {"ja": "兆候なし", "en": "NO SIGN"}[language] in told[1].splitlines()[0].upper()


def answers(host: Host, exe: Path, *words: str) -> list[tuple[int, dict[str, Any]]]:
    """Status and report of the sources and of the exe."""
    both = (host.python("-m", "mimawari", "check", "--json", *words), host.program(exe, "check", "--json", *words))
    for status, printed, complaints in both:
        assert printed, f"status {status}: {complaints}"
    return [(status, json.loads(printed)) for status, printed, _ in both]


OF_THE_RUN = {"id", "run", "runs", "seen_at", "content", "source"}
OWN = {"process", "file"}
"""Counts in which the program counts itself: its processes, and the files that it unpacks itself into while it runs."""


def plain(said: Any) -> Any:
    """A report without what differs from run to run, and in an order of its own."""
    if isinstance(said, dict):
        kept = {key: plain(value) for key, value in said.items() if key not in OF_THE_RUN}
        kept.pop("because", None), kept.pop("parts" if "facts" in kept or "wanted" in kept else "", None)
        return {key: value for key, value in kept.items() if key not in OWN or not isinstance(value, int)}
    if isinstance(said, list):
        return sorted((plain(each) for each in said if not counts_itself(each)), key=lambda each: json.dumps(each, sort_keys=True))
    return said


def counts_itself(said: Any) -> bool:
    return isinstance(said, list) and len(said) == 2 and said[0] in OWN


def test_of_a_running_pc_it_says_what_the_sources_say(exe: Path, host: Host) -> None:
    (status, script), (own_status, own) = answers(host, exe)
    assert status == own_status == 10
    assert {"library-autostart", "loader-child"} <= {finding["kind"] for finding in own["findings"]}
    assert plain(script) == plain(own)
    by_id = {finding["id"]: finding["kind"] for finding in own["findings"]}
    assert (
        len(own["verdict"]["because"])
        == len(script["verdict"]["because"])
        == sum(one in by_id for one in own["verdict"]["because"])
    )


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """An infected PC in every form that a library is needed for."""
    need("qemu-img", "ewfacquirestream")
    folder = tmp_path_factory.mktemp("evidence")
    infected = next(path for path in build_examples(folder) if path.name == "infected-pc")
    pc = Pc(users=(USER,)).run("jbcss.nfg", COMMAND).put(f"Users/{USER}/AppData/Local/Aibevs/jbcss.nfg").write(folder / "pc")
    raw = pack(pc, folder / "disk.ntfs", "ntfs")
    made = [infected, pack(pc, folder / "pc.zip", "zip"), raw]
    for kind in ("qcow2", "vmdk", "vhdx", "vpc", "vdi"):
        made.append(folder / f"disk.{kind}")
        subprocess.run(["qemu-img", "convert", "-O", kind, raw, made[-1]], check=True)
    with raw.open("rb") as disk:
        subprocess.run(["ewfacquirestream", "-q", "-t", folder / "disk"], stdin=disk, check=True, capture_output=True)
    return [windows_path(path) for path in (*made, folder / "disk.E01")]


@pytest.mark.parametrize("jobs", ["0", "2"])
def test_of_evidence_it_says_what_the_sources_say(exe: Path, host: Host, evidence: list[str], jobs: str) -> None:
    (status, script), (own_status, own) = answers(host, exe, "--jobs", jobs, *evidence)
    assert status == own_status == 10
    assert {source["level"] for source in own["sources"]} == {"infected"}
    assert len(own["sources"]) == len(evidence)
    assert plain(script) == plain(own)


def locked(password: str) -> bytes:
    """A zip with a text in it, encrypted with AES."""
    made = BytesIO()
    with pyzipper.AESZipFile(made, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password.encode())
        archive.writestr("a.txt", "See you at ten.")
    return made.getvalue()


def test_of_documents_and_archives_it_says_what_the_sources_say(exe: Path, host: Host, tmp_path: Path) -> None:
    for label in ("office_inert", "archive_benign", "onenote_benign"):
        for name, path in labelled(label).items():
            shutil.copyfile(path, tmp_path / f"{label}-{path.name}{Path(name).suffix}")
    (tmp_path / "aes.zip").write_bytes(locked("infected"))
    (status, script), (own_status, own) = answers(host, exe, "--jobs", "2", windows_path(tmp_path))
    assert status == own_status
    opened = {source["path"][0]: source["looked_at"] for source in own["sources"]}
    assert opened["aes.zip"]["content"] == 2, "the archive and the text in it"
    assert sum("office-document" in looked for looked in opened.values()) > 60
    assert plain(script) == plain(own)


def test_a_case_is_opened_recorded_and_verified(exe: Path, host: Host, evidence: list[str], tmp_path: Path) -> None:
    """The libraries for databases and for holidays are in it, and the record is as the sources write it."""
    (tmp_path / "report.json").write_text(host.python("-m", "mimawari", "check", "--json", evidence[0])[1], "utf-8")
    at = ("--case", windows_path(tmp_path / "mimawari.case"), "--who", "tester")
    said = [
        host.program(exe, "respond", windows_path(tmp_path / "report.json"), *at),
        host.program(exe, "case", "known-at", "2026-11-20 09:00", *at),
        host.program(exe, "case", "note", "電話した", *at),
    ]
    assert [status for status, _, _ in said] == [0, 0, 0], said
    place = at[:2]
    assert host.program(exe, "case", "law", *place) == host.python("-m", "mimawari", "case", "law", *place)
    assert host.program(exe, "case", "plan", *place) == host.python("-m", "mimawari", "case", "plan", *place)
    status, printed, _ = host.program(exe, "case", "verify", *place)
    assert (status, "5 entries" in printed) == (0, True)
    with casebook.opened(Place(str(tmp_path / "mimawari.case"))) as book:
        assert [row.entry.text for row in book.rows(book.cases()[0].id) if row.entry][-1] == "電話した"


def test_a_difference_would_be_seen(host: Host) -> None:
    _, script, _ = check(host)
    changes: tuple[dict[str, Any], ...] = ({"kind": "other"}, {"facts": {}}, {"strength": "hint"})
    for change in changes:
        other = {**script, "findings": [{**script["findings"][0], **change}, *script["findings"][1:]]}
        assert plain(other) != plain(script)
    assert plain({**script, "gaps": [{"wanted": "file"}]}) != plain(script)
