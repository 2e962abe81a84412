"""No test sees what is installed or remembered on the machine that it runs on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def _own_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MIMAWARI_STATE", str(tmp_path_factory.mktemp("state") / "mimawari"))
        yield
