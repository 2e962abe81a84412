"""The one word for everything: ``python3 dev.py demo | test | lock``. Standard library only.

``demo``  sets up ``.venv``, writes the inert example evidence and checks the infected PC
``test``  the same set-up with the developers' tools, then lint, format, types and tests; a line a step
``lock``  makes the pins in ``requirements/`` anew (the only command that may change them)

Everything is installed from pins with hashes, into ``.venv`` beside this file, without root. A set-up that was
interrupted, or whose pins, Python or place changed, is made again. With CI=true in the environment a skipped test is an
error, unless it says that it is for another platform or user ("only ...").
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed"
PINS = ROOT / "requirements"
INFECTED = 10
"""The exit status of ``mimawari check`` for an infected PC: what the demo expects."""

LONGEST = 3600
"""Seconds that a step may take: one that hangs is stopped, and says where."""

STEPS = (
    ("ruff check", ("-m", "ruff", "check", ".")),
    ("ruff format", ("-m", "ruff", "format", "--check", ".")),
    ("mypy", ("-m", "mypy")),
    ("pytest", ("-m", "pytest", "-q", "-n", "auto", "--dist", "worksteal", "--durations=30", "--durations-min=10")),
)
COMPILE = ("--quiet", "--generate-hashes", "--allow-unsafe", "--strip-extras", "--no-emit-index-url", "--no-emit-trusted-host",
           "--no-emit-find-links", "--no-emit-options", "--constraint", "requirements/limits.in")  # fmt: skip
INPUTS = ("requirements/build.in", "requirements/windows.in", "pyproject.toml")
EXTRAS = ("vss", "us", "exchange", "postgresql", "report", "people", "seal", "dns")
LOCK_TOOLS = ("pip-tools==7.6.2",)
PRERELEASE = re.compile(r"^\S+==\d[\d.]*(?:a|b|rc|\.?dev|\.?pre)\d*", re.MULTILINE)


class Wrong(Exception):
    """Something that the user can put right; its text says how."""


def main(words: list[str]) -> int:
    """Do what the one word says; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    commands = {"demo": demo, "test": test, "lock": lock}
    if len(words) != 1 or words[0] not in commands:
        print(__doc__, file=sys.stderr)
        return 0 if words in (["-h"], ["--help"]) else 2
    try:
        able()
        return commands[words[0]]()
    except Wrong as wrong:
        print(f"dev.py: {wrong}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"dev.py: {error}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"dev.py: this failed with status {error.returncode}: {' '.join(map(str, error.cmd))}", file=sys.stderr)
        return 1


def able() -> None:
    """Raise :class:`Wrong` where this Python cannot set anything up."""
    if sys.version_info < (3, 11):  # noqa: UP036  # an older Python is to say so, not to stumble
        raise Wrong(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]} ({sys.executable})")
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError as error:
        raise Wrong(f"this Python has no module {error.name}; on Debian and Ubuntu: apt install python3-venv") from error


def demo() -> int:
    """Write the examples, check the infected one; 0 if it was called infected."""
    set_up("runtime")
    mimawari = (str(PYTHON), "-m", "mimawari")
    subprocess.run([*mimawari, "examples", "examples"], cwd=ROOT, check=True)
    status = subprocess.run([*mimawari, "check", "examples/infected-pc"], cwd=ROOT, check=False).returncode
    if status == INFECTED:
        return 0
    raise Wrong(f"the example PC ought to be called infected (status {INFECTED}), but the status was {status}")


def test() -> int:
    """Every step, each in one line; 0 if all passed."""
    set_up("dev")
    results = [step(name, [str(PYTHON), *arguments]) for name, arguments in STEPS]
    return 0 if all(results) else 1


def step(name: str, command: list[str]) -> bool:
    """Run one step; show what it printed only if it failed, and always which tests were skipped."""
    begun = time.monotonic()
    status, printed, errors = ended(command)
    skipped = [line for line in printed.splitlines() if line.startswith("SKIPPED")]
    unseen = [line for line in skipped if "): only " not in line and ": only " not in line] if in_ci() else []
    passed = status == 0 and not unseen
    last = f"not ended after {LONGEST} s" if status is None else (printed.strip().splitlines() or [""])[-1].strip("= ")
    print(f"{'ok  ' if passed else 'FAIL'} {name} ({time.monotonic() - begun:.0f} s): {last}", flush=True)
    if status != 0:
        print(printed, errors, sep="\n", flush=True)
    print(*(f"     {line}" for line in skipped), sep="\n", end="\n" if skipped else "", flush=True)
    if unseen:
        print(f"     {len(unseen)} skipped for a missing component: in CI that is a failure", flush=True)
    return passed


def ended(command: list[str]) -> tuple[int | None, str, str]:
    """The status of *command* (None: it was stopped, it had not ended in time) and what it printed until then.

    It prints into files: a process that it left behind would keep a pipe open for ever.
    """
    with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as errors:
        environment = {**os.environ, "PYTHONUTF8": "1"}
        child = subprocess.Popen(command, cwd=ROOT, stdout=printed, stderr=errors, env=environment, start_new_session=True)
        try:
            status: int | None = child.wait(LONGEST)
        except subprocess.TimeoutExpired:
            status = None
        finally:
            if child.poll() is None:
                stop(child)
        return status, text_of(printed), text_of(errors)


def stop(child: subprocess.Popen[bytes]) -> None:
    """End *child*, with what it started where the system knows groups of processes."""
    if os.name == "nt":
        child.kill()
    else:
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def text_of(file: IO[bytes]) -> str:
    """What was written into *file*, with one kind of line end."""
    file.seek(0)
    return file.read().decode("utf-8", "replace").replace("\r\n", "\n")


def in_ci() -> bool:
    """Whether nothing may be skipped."""
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


def set_up(wanted: str) -> None:
    """Have ``.venv`` hold the pins of *wanted* and this package; nothing to do where it already does."""
    if installed() in (state(wanted), state("dev")) and works():
        return
    print(f"dev.py: setting up .venv with requirements/{wanted}.txt ...", file=sys.stderr, flush=True)
    if VENV.exists():
        shutil.rmtree(VENV)
    subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    here = {**os.environ, "PIP_USER": "0"}
    subprocess.run([*pip, "--require-hashes", "--no-deps", "-r", str(PINS / f"{wanted}.txt")], cwd=ROOT, check=True, env=here)
    subprocess.run([*pip, "--no-build-isolation", "--no-deps", "--editable", "."], cwd=ROOT, check=True, env=here)
    STAMP.write_text(state(wanted), encoding="utf-8")


def state(wanted: str) -> str:
    """What tells one set-up from another: the pins, what the package declares, the Python, and the place."""
    import tomllib

    pins = (PINS / f"{wanted}.txt").read_bytes()
    project = repr(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]).encode()
    return f"{wanted} {hashlib.sha256(pins + project).hexdigest()} {sys.version_info[:2]} {ROOT}"


def installed() -> str:
    """The state that the last set-up wrote at its end; empty if there was none, or none that ended."""
    return STAMP.read_text("utf-8") if STAMP.is_file() else ""


def works() -> bool:
    """Whether the Python of ``.venv`` still starts and finds the package (it does not, say, after an upgrade of its base)."""
    try:
        return subprocess.run([str(PYTHON), "-c", "import click, mimawari"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def lock() -> int:
    """Make the pins anew, in a virtual environment of their own."""
    import tempfile
    import tomllib

    groups = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = Path(folder) / PYTHON.relative_to(VENV)
        subprocess.run([str(python), "-m", "pip", "--quiet", "install", *LOCK_TOOLS], check=True)
        resolve(python, "runtime", INPUTS, "")
        extras = [
            word
            for name in ("vss", "us", "exchange", "postgresql", "report", "people", "seal", "dns")
            for word in ("--extra", name)
        ]
        more = (*INPUTS, *extras, "--constraint", "requirements/runtime.txt", "-")
        resolve(python, "dev", more, "\n".join(groups["dev"]))
        for name in ("windows-python", "windows-exe"):
            resolve(python, name, (f"requirements/{name}.in",), "")
    return 0


def resolve(python: Path, name: str, inputs: tuple[str, ...], given: str) -> None:
    """Write ``requirements/<name>.txt`` from *inputs*; *given* is what stands for ``-`` among them."""
    target = PINS / f"{name}.txt"
    environment = {**os.environ, "CUSTOM_COMPILE_COMMAND": "python3 dev.py lock"}
    command = [str(python), "-m", "piptools", "compile", *COMPILE, "--output-file", f"requirements/{name}.txt", *inputs]
    subprocess.run(command, cwd=ROOT, check=True, env=environment, input=given, encoding="utf-8")
    if early := PRERELEASE.findall(target.read_text("utf-8")):
        raise Wrong(f"{target.name} holds pre-releases; set limits in requirements/limits.in: {', '.join(early)}")
    print(f"ok   requirements/{name}.txt")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
