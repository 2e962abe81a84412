"""The gate against false alarms: no bundled rule, not even a hint, fits anything honest.

What is honest here: the public test data, opened to the bottom, and a sample of the programs, libraries and documents of the
machine that runs the tests.
"""

import io
import os
import stat
from pathlib import Path
from random import Random

import pytest
import yara_x
from support.carriers.sample import zipped
from support.public_data import labelled
from support.yara_rules import Recorder, compiled, fits, look_into, sources

# All labels but the event logs of attacks, which are not honest. Published indicators are: a text about Emotet is not Emotet.
LABELS = (
    "archive_benign", "benign_lists", "dmarc_tlsrpt", "evtx_benign", "hive_benign", "html_benign", "image_benign",
    "ioc_text", "lnk_benign", "lnk_parser_samples", "log_benign", "log_dns", "log_endpoint_av", "log_firewall",
    "log_ids", "log_m365", "log_mail", "log_mail_proxy", "log_other", "log_proxy", "log_windows", "mail_benign",
    "mail_bounce", "office_benign", "office_inert", "office_macro_benign", "onenote_benign", "pcap_benign",
    "prefetch_benign", "script_benign", "vba_text_benign", "zeek_log",
)  # fmt: skip
FOLDERS = (Path("/usr/bin"), Path("/usr/lib"), Path("/usr/share"))
MANY = 3000
TELLING = bytes.fromhex("f3a335b50e2e2bf43556cd0a4c293e7cf110ddcbb04f20b3fa0220ce4cb60c1e")


@pytest.mark.parametrize("label", LABELS)
def test_nothing_in_the_public_data(label: str) -> None:
    recorder = Recorder()
    for name, path in labelled(label).items():
        look_into(path.read_bytes(), name, recorder)
    assert recorder.found == []
    assert recorder.looked >= len(labelled(label)) * 0.5, "most of it can be opened"


def test_the_gate_would_see_a_key_at_the_bottom_of_something() -> None:
    recorder = Recorder()
    look_into(zipped({"a.zip": zipped({"b.txt": b"text " * 99 + TELLING})}), "c.zip", recorder)
    assert recorder.found == ["c.zip/a.zip/b.txt: emotet_epoch4_key"]


def test_nothing_in_the_rules_themselves() -> None:
    """A compiled set lies in a cache, in the program and in the memory of every scanner: it must not look like Emotet."""
    made = io.BytesIO()
    compiled().serialize_into(made)
    assert fits(made.getvalue()) == set()
    assert [name for name, text in sources().items() if fits(text.encode())] == []


def test_nothing_in_a_sample_of_this_machine() -> None:
    """The same for the same machine; over all of it, by hand: docs/rules.md."""
    every = sorted(path for folder in FOLDERS for path in regular(folder))
    if not every:
        pytest.skip("only where there is a /usr")
    chosen = Random(2026).sample(every, min(MANY, len(every)))
    scanner = yara_x.Scanner(compiled())
    found = [f"{path}: {rule.identifier}" for path in chosen for rule in scanner.scan_file(str(path)).matching_rules]
    assert found == []
    assert len(chosen) >= MANY // 3, "a sample that says something"


def regular(folder: Path) -> list[Path]:
    """The regular files below *folder* that can be read."""
    names = [Path(at, name) for at, _, inside in os.walk(folder) for name in inside]
    return [path for path in names if stat.S_ISREG(path.lstat().st_mode) and os.access(path, os.R_OK)]
