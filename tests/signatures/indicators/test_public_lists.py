"""Published indicator texts, as people would bring them. What must be found in them was counted by eye."""

import pytest
from support.listing import held, tally
from support.public_data import labelled

# Each with its rows by kind, and some that it is known by.
COUNTED = {
    "unit42/2023-03-22-some-IOCs-for-Emotet-E4-activity.txt": (
        {"sha256": 11},  # four notebooks, the script in them, three archives, three libraries
        ["73527befbcc1ec6716003fc875d578c40e3dfe619349ff288008bab33c90e5d2"],
    ),
    "executemalware/2022-11-08_Emotet__E4__IOCs.txt": (
        {"md5": 6},  # three sheets, three programs
        ["0cf9d29f7a3f7e6ea3d74d6e65f3416c", "ca54ba36f7a81fa675bb5e19795ac529"],
    ),
    "emotet/e4_emotet_26.04.2022.txt": (
        {"sha256": 4},  # an archive, three libraries
        ["248817294be23592026db6f274e74c02879fdcff6ef8daa1aa14ba1db768d05f"],
    ),
}


@pytest.mark.parametrize("name", COUNTED)
def test_the_hashes_of_a_report(name: str) -> None:
    found = held(labelled("ioc_text")[name])
    counts, some = COUNTED[name]
    assert {kind: count for kind, count in tally(found).rows.items() if kind != "name"} == counts
    for value in some:
        kind = "md5" if len(value) == 32 else "sha256"
        rows = [row for row in found._table.of_hash(kind, bytes.fromhex(value)) if row.collection != "mimawari"]
        assert len(rows) == 1
        assert rows[0].family is None, "a report names nobody's family in the row itself"


def test_no_published_text_is_refused_or_names_what_everybody_has() -> None:
    paths = labelled("ioc_text")
    found = held(*paths.values())
    read = [one for one in found.tallies if one.form == "text"]
    assert len(read) == len(paths)
    assert [one.name for one in read if not one.holds] == []
    assert [one.name for one in read if "rows that fit files which everybody has" in one.faults] == []
