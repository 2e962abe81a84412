"""Whatever becomes of an address book or an order export: gaps, and nothing but gaps; and what stands before the damage."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import contact_books, contact_pst, order_files
from support.contact_files import Friend, google, old_vcard, outlook, vcard
from support.sheets import workbook

from mimawari import knowledge
from mimawari.model import Gap, Looked, Origin, Sighting
from mimawari.sources.contacts import contacts, in_mailbox
from mimawari.sources.contacts import recognises as is_book
from mimawari.sources.orders import orders
from mimawari.sources.orders import recognises as is_order

LAYOUTS = knowledge.load().order_layouts
AT = Origin("s", "x")
PEOPLE = [Friend(), Friend(family="髙橋", given="花子", mails=("hanako@example.com", "h2@example.com"))]


def database() -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "abook.sqlite"
        contact_books.thunderbird(path, PEOPLE, whole=True)
        return path.read_bytes()


WHOLE: dict[str, Callable[[], bytes]] = {
    "a.vcf": lambda: "".join(map(vcard, PEOPLE)).encode() + "".join(map(old_vcard, PEOPLE)).encode(),
    "a.ldif": lambda: contact_books.ldif(PEOPLE).encode(),
    "abook.mab": lambda: contact_books.mork(PEOPLE).encode(),
    "a.contact": lambda: contact_books.windows_contact(PEOPLE[1]).encode(),
    "stream_autocomplete_0.dat": lambda: contact_books.autocomplete(PEOPLE, {"x": "y@example.com"}),
    "abook.sqlite": database,
    "a.pst": lambda: contact_pst.data_file(PEOPLE, PEOPLE),
    "outlook.csv": lambda: outlook(PEOPLE).encode("cp932"),
    "google.csv": lambda: google(PEOPLE).encode(),
    "orders.csv": lambda: order_files.export("rakuten", [order_files.TARO, order_files.GIFT]).encode("cp932"),
    "orders.tsv": lambda: order_files.export("amazon", [order_files.TARO, order_files.GIFT]).encode("utf-16"),
}
WHOLE["orders.xlsx"] = lambda: workbook(
    {"x": [[*order_files.eccube(order_files.GIFT)], [*order_files.eccube(order_files.GIFT).values()]]}
)
MADE = {name: make() for name, make in WHOLE.items()}


def all_of(path: Path) -> list[Sighting | Gap | Looked]:
    """What both readers make of a file; nothing else may come, and the count comes last."""
    for ask in (is_book, in_mailbox, is_order):
        assert ask(path) in (True, False)
    found = []
    for seen in (list(contacts(path, AT)), list(orders(path, AT, LAYOUTS))):
        assert isinstance(seen[-1], Looked)
        assert all(isinstance(one, Sighting | Gap) for one in seen[:-1])
        found += seen
    return found


@pytest.mark.parametrize("name", MADE)
def test_cut_off_anywhere(tmp_path: Path, name: str) -> None:
    data, path = MADE[name], tmp_path / name
    for end in sorted({*range(0, len(data), max(1, len(data) // 60)), 0, 1, 2, 3, len(data) - 1}):
        path.write_bytes(data[:end])
        all_of(path)


@pytest.mark.parametrize("name", MADE)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spots=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=6)), min_size=1, max_size=6))
def test_bytes_changed(tmp_path: Path, name: str, spots: list[tuple[float, bytes]]) -> None:
    data, path = bytearray(MADE[name]), tmp_path / name
    for where, new in spots:
        at = int(where * (len(data) - 1))
        data[at : at + len(new)] = new
    path.write_bytes(data)
    all_of(path)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=3000), start=st.sampled_from([b"", *(one[:40] for one in MADE.values())]))
def test_anything(tmp_path: Path, data: bytes, start: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(start + data)
    all_of(path)


def constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Texts that a module gives a name to."""
    for node in tree.body:
        if isinstance(node, ast.Assign):
            targets = node.targets[0].elts if isinstance(node.targets[0], ast.Tuple) else node.targets[:1]
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            for target, value in zip(targets, values, strict=False):
                if isinstance(target, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield target.id, value.value


def told(path: Path) -> set[str]:
    """Texts of a module that reach a gap: what is counted, raised or yielded by its name."""
    tree = ast.parse(path.read_text("utf-8"))
    texts = dict(constants(tree))
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and re.search(r"add|BadEvidence|Gap", ast.unparse(node.func))
    ]
    tuples = [node for node in ast.walk(tree) if isinstance(node, ast.Tuple | ast.Dict | ast.JoinedStr | ast.IfExp)]
    named = {one.id for node in (*calls, *tuples) for one in ast.walk(node) if isinstance(one, ast.Name)}
    return {texts[name] for name in named & texts.keys() if " " in texts[name]}


def test_every_detail_is_said_in_japanese() -> None:
    known = knowledge.load().details
    folder = Path(str(Path(knowledge.__file__).parents[1] / "sources"))
    said = {text for package in ("orders", "contacts") for module in (folder / package).glob("*.py") for text in told(module)}
    assert len(said) > 25
    for text in sorted(said):
        assert any(known.japanese(tried) for tried in (text, f"3 {text}", f"{text}: mail = x", f"{text}: ValueError")), text
