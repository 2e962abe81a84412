"""Real users' hives, public and benign, put into a copied C: drive: nothing in them is more than a hint."""

from __future__ import annotations

import shutil
from pathlib import Path

from support.public_data import labelled

from mimawari import app
from mimawari.model import RegistryValue, Strength


def test_nothing_above_a_hint_in_real_hives(tmp_path: Path) -> None:
    hives = {name: path for name, path in labelled("hive_benign").items() if "ntuser" in name.lower() and ".dat" in name.lower()}
    config = tmp_path / "Windows" / "System32" / "config"
    config.mkdir(parents=True)
    users = [
        path
        for name, path in sorted(hives.items())
        if not name.lower().rstrip(")").split(" (")[0].endswith((".log", ".log1", ".log2"))
    ]
    for number, path in enumerate(users):
        profile = tmp_path / "Users" / f"user{number}"
        profile.mkdir(parents=True)
        shutil.copyfile(path, profile / "NTUSER.DAT")
    (source,) = app.check([app.Evidence(str(tmp_path), forced="folder")], app.Settings(reraise=True), jobs=0)
    assert len(users) >= 5
    assert source.looked_at[RegistryValue.kind()] > 50
    assert [finding for finding in source.findings if finding.strength > Strength.HINT] == []
