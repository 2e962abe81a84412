"""What is remembered of folders: a folder is read once, not once for each file in it."""

from mimawari.trees.nodes import Folder, Folders


def folder(names: int) -> Folder[int]:
    return Folder((f"{number}", number) for number in range(names))


def test_a_folder_that_is_read_again_counts_once() -> None:
    kept: Folders[int] = Folders(limit=100)
    for number in range(20):
        kept.keep(number, folder(2))
    for _ in range(50):
        kept.keep("again", folder(9))
    assert all(kept.get(number) for number in range(20))


def test_a_folder_beyond_the_limit_stays_while_the_way_to_it_is_walked() -> None:
    kept: Folders[int] = Folders(limit=100)
    kept.keep("large", folder(500))
    for number in range(1000):
        kept.keep(f"below {number}", folder(1))
        assert kept.get("large")


def test_what_was_met_long_ago_is_forgotten() -> None:
    kept: Folders[int] = Folders(limit=100)
    for number in range(1000):
        kept.keep(number, folder(10))
    assert kept.get(999)
    assert sum(kept.get(number) is not None for number in range(1000)) <= 10
