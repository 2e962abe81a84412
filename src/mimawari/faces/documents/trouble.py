"""Why a page could not be made, in words."""

from __future__ import annotations

from pathlib import Path

from mimawari.faces.safe import harmless
from mimawari.model import Words

_HTML = Words(
    en=" The HTML pages were written; a browser prints them.",
    ja="HTMLのページは作成しました。ブラウザーから印刷できます。",
)


def _none(en: str, ja: str) -> Words:
    return Words(en=f"No PDF was made: {en}{_HTML.en}", ja=f"PDFは作成していません。{ja}{_HTML.ja}")


NO_TYPST = _none(
    'the program that sets it is not installed here (pip install "mimawari[report]"; it is not part of mimawari.exe).',
    'PDFを作るための部品がインストールされていません（pip install "mimawari[report]"。mimawari.exe には含まれません）。',
)
NO_FONT = _none(
    "there is no Japanese font here that can be put into it (Debian, Ubuntu: apt install fonts-ipafont-gothic).",
    "PDFに埋め込める日本語フォントが見つかりません（Debian・Ubuntuでは apt install fonts-ipafont-gothic）。",
)
NOT_SET = _none("it could not be set ({why}).", "組版できませんでした（{why}）。")
TOO_LONG = _none("the management page does not fit on one sheet.", "経営者向けの要約が1ページに収まりませんでした。")
TOO_LONG_SHEET = _none("the emergency sheet does not fit on one sheet.", "緊急連絡シートが1ページに収まりませんでした。")
UNWRITABLE = Words(
    en="{path} could not be written ({why}). No half file was left; what was there before is still there.",
    ja="{path} に書き込めませんでした（{why}）。書きかけのファイルは残していません。以前からあるファイルもそのままです。",
)


OTHER_CASE = Words(
    en="{path} is a page of another case. Nothing was written, and it was not replaced. Name another folder.",
    ja="{path} は、別の件の資料です。置き換えずにそのまま残し、何も書き込んでいません。別のフォルダーを指定してください。",
)


class NoPdf(Exception):
    """The HTML pages are written (``written``), a PDF could not be made; ``words`` says why and what to do."""

    def __init__(self, words: Words, written: tuple[Path, ...] = (), why: object = "") -> None:
        self.words = words.fill({"why": harmless(why, 200)}) if why else words
        super().__init__(self.words.en)
        self.written = written

    @property
    def bare(self) -> Words:
        """Why, without a word on the HTML pages."""
        return Words(en=self.words.en.removesuffix(_HTML.en), ja=self.words.ja.removesuffix(_HTML.ja))


class Unwritable(Exception):
    """A file could not be written; ``words`` says which and why."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(str(path), error)
        self.words = UNWRITABLE.fill({"path": harmless(path), "why": harmless(error)})


class OtherCase(Unwritable):
    """Pages of another case are there."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, OSError())
        self.words = OTHER_CASE.fill({"path": harmless(path)})
