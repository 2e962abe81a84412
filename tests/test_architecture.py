"""What holds the house together: arrows between layers, small files and functions, one guard, links that lead somewhere."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "mimawari"
MODULES = sorted(PACKAGE.rglob("*.py"))
PYTHON = [*MODULES, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "bench").rglob("*.py")),
          *sorted((ROOT / "packaging").rglob("*.py")), ROOT / "dev.py"]  # fmt: skip
PAGES = sorted(page for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "tests").rglob("*.md"))
               if ".venv" not in page.parts)  # fmt: skip
WRITTEN = [*PYTHON, *PAGES, *sorted((ROOT / "requirements").glob("*")), *sorted(PACKAGE.rglob("*.toml")), ROOT / "pyproject.toml"]

# Who may import whom. A layer may always import itself.
MAY = {
    "model": set(),
    "knowledge": {"model"},
    "trees": {"model"},
    "sources": {"model", "trees"},
    "formats": {"model", "trees"},
    "examples": {"model"},
    "signatures": {"model", "knowledge"},
    "detectors": {"model", "knowledge"},
    "judge": {"model", "knowledge"},
    "firm": {"model", "knowledge"},
    "inquiry": {"model", "knowledge"},
    "respond": {"model", "knowledge", "judge"},
    "casebook": {"model"},
    "exposure": {"model", "knowledge"},
    "sealing": {"model"},
    "updates": {"model", "knowledge"},
    "engine": {"model", "knowledge", "sources", "formats", "signatures", "detectors", "inquiry"},
    "cases": {"model", "knowledge", "sources", "formats", "signatures", "detectors", "judge", "engine"},
    "app": {"model", "knowledge", "sources", "formats", "signatures", "examples", "detectors", "judge", "respond", "engine",
            "updates", "cases", "casebook", "firm", "inquiry", "exposure", "sealing"},
    "faces": {"model", "app"},
    "__main__": {"faces"},
    "": set(),
}  # fmt: skip


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def layer(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layers_of(tree: ast.AST) -> set[str]:
    return {name.split(".")[1] for name in imported(tree) if name.startswith("mimawari.")}


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_arrows(path: Path) -> None:
    assert layers_of(ast.parse(path.read_text("utf-8"))) <= MAY[layer(path)] | {layer(path)}


def test_an_arrow_the_wrong_way_would_be_seen() -> None:
    assert layers_of(ast.parse("def f():\n from mimawari import engine\n import mimawari.faces.cli")) == {"engine", "faces"}


HEAVY = {
    "Cryptodome",
    "LnkParse3",
    "PIL",
    "backports",
    "bagit",
    "cryptography",
    "dissect",
    "dns",
    "docx",
    "flow",
    "inflate64",
    "jinja2",
    "markupsafe",
    "minisign",
    "msoffcrypto",
    "ahocorasick_rs",
    "dkim",
    "flufl",
    "holidays",
    "olefile",
    "oletools",
    "pebble",
    "polars",
    "psycopg",
    "py7zr",
    "pycdlib",
    "pymisp",
    "pypdf",
    "pyrage",
    "pyvshadow",
    "pyzipper",
    "rich",
    "regipy",
    "sqlalchemy",
    "stix2",
    "typst",
    "vobject",
    "xlsxwriter",
    "jsonschema",
    "yara_x",
}


def tops(names: Iterable[str]) -> set[str]:
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_third_party_libraries_are_imported_late(path: Path) -> None:
    top = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert not tops(name for node in top for name in imported(node)) & HEAVY


def test_only_the_layers_that_need_a_library_know_it() -> None:
    for path in MODULES:
        if layer(path) not in (
            "trees",
            "sources",
            "formats",
            "signatures",
            "engine",
            "updates",
            "casebook",
            "respond",
            "sealing",
            "faces",
        ):
            assert not tops(imported(ast.parse(path.read_text("utf-8")))) & (HEAVY | {"click"}), path


@pytest.mark.parametrize("path", PYTHON, ids=named)
def test_no_file_is_longer_than_300_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300


def lengths(tree: ast.AST) -> dict[str, int]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}


@pytest.mark.parametrize("path", PYTHON, ids=named)
def test_no_function_is_longer_than_40_lines(path: Path) -> None:
    assert {name: length for name, length in lengths(ast.parse(path.read_text("utf-8"))).items() if length > 40} == {}


def catches_everything(tree: ast.AST) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            if any(kind is None or (isinstance(kind, ast.Name) and kind.id in ("Exception", "BaseException")) for kind in kinds):
                return True
    return False


def test_only_the_guard_catches_everything() -> None:
    found = {named(path) for path in MODULES if catches_everything(ast.parse(path.read_text("utf-8")))}
    assert found == {"src/mimawari/engine/guard.py"}


@pytest.mark.parametrize("caught", ["", " Exception", " (OSError, Exception)", " BaseException as e"])
def test_a_handler_that_catches_everything_would_be_seen(caught: str) -> None:
    assert catches_everything(ast.parse(f"try:\n pass\nexcept{caught}:\n pass"))
    assert not catches_everything(ast.parse("try:\n pass\nexcept (OSError, ValueError):\n pass"))


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_every_module_says_what_it_is(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text))


def links(page: Path) -> Iterator[Path]:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:|#", target):
            yield page.parent / target.split("#")[0]


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    assert [str(target) for target in links(page) if not target.exists()] == []


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_a_readme_is_read_in_one_go(name: str) -> None:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    assert 20 < len(lines) <= 100
    assert {"python3 dev.py demo", "python3 dev.py test"} <= set(lines)


# Split, so that this file does not hold them itself.
_FOREIGN = re.compile(r"(?<![\w.])(?:" + "|".join(("/wor" + "k/", "/tm" + "p/", "/ro" + "ot/", "/home/[a-z]")) + ")")
_INDEX = re.compile("|".join(("pypi" + r"\.org", "pythonhosted" + r"\.org", "index" + "-url http", "find" + "-links")))


def test_such_a_path_would_be_seen() -> None:
    assert _FOREIGN.findall("see /ro" + "ot/x and ../shared/data and Office/ro" + "ot/x") == ["/ro" + "ot/"]


@pytest.mark.parametrize("path", WRITTEN, ids=named)
def test_no_path_of_the_machine_it_was_written_on(path: Path) -> None:
    assert _FOREIGN.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.txt")), ids=named)
def test_pins_are_whole(path: Path) -> None:
    text = path.read_text("utf-8")
    pins = re.findall(r"^[a-z0-9][^\s=]*==(\S+) \\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE)) > 0
    assert [pin for pin in pins if re.search(r"[a-z]", re.sub(r"\.post\d+$", "", pin))] == [], "no pre-releases"
    assert _INDEX.findall(text) == []


@pytest.mark.parametrize("name", ["runtime", "dev"])
def test_the_build_backend_is_pinned_too(name: str) -> None:
    text = (ROOT / f"requirements/{name}.txt").read_text("utf-8")
    assert {"hatchling", "editables"} <= set(re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE))
