"""Why a case could not be written in a form of exchange, in words."""

from __future__ import annotations

from mimawari.model import Words

_NO_LIBRARY = Words(
    en='{form} was not written: the library {library} is not installed here (pip install "mimawari[exchange]"; it is not part of '
    "mimawari.exe). The case is as it was.",
    ja="{form} 形式では書き出せませんでした。必要な部品（{library}）がインストールされていません"
    '（pip install "mimawari[exchange]"。mimawari.exe には含まれません）。対応の記録はそのままです。',
)


class NoExchange(Exception):
    """The library that this form needs is not here; ``words`` says which and what to do."""

    def __init__(self, form: str, library: str) -> None:
        super().__init__(form, library)
        self.words = _NO_LIBRARY.fill({"form": form, "library": library})
