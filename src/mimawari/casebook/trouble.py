"""Why a case record cannot be used: kinds that scripts can tell apart, and a sentence that says what was not lost."""

from __future__ import annotations

from enum import StrEnum

from mimawari.model.words import Words


class Kind(StrEnum):
    """What stood in the way."""

    MISSING = "missing"
    FOLDER = "folder"
    FOREIGN = "foreign"
    DAMAGED = "damaged"
    NEWER = "newer"
    LOCKED = "locked"
    READ_ONLY = "read-only"
    FULL = "full"
    UNREADABLE = "unreadable"
    UNREACHED = "unreached"
    REFUSED = "refused"
    NO_DRIVER = "no-driver"
    UNCERTAIN = "uncertain"
    SEVERAL = "several"
    NO_CASE = "no-case"
    OLD_COPY = "old-copy"


SAID = {
    Kind.MISSING: Words(
        en="{place}: there is no case record. `mimawari respond REPORT` makes one; --case names one that lies elsewhere.",
        ja="{place}：対応の記録がありません。mimawari respond REPORT で作成できます。"
        "別の場所にある記録は --case で指定してください。",
    ),
    Kind.FOLDER: Words(
        en="{place}: the folder does not exist. Make it, or name another place with --case. Nothing was recorded.",
        ja="{place}：フォルダーがありません。フォルダーを作るか、--case で別の場所を指定してください。何も記録していません。",
    ),
    Kind.FOREIGN: Words(
        en="{place}: this is no case record of mimawari. It was not changed; name another place with --case.",
        ja="{place}：mimawariの対応の記録ではありません。内容は変えていません。--case で別の場所を指定してください。",
    ),
    Kind.DAMAGED: Words(
        en="{place}: the case record is damaged ({why}). Nothing was changed. Keep this file, and go on with a backup of it.",
        ja="{place}：対応の記録が壊れています（{why}）。内容は変えていません。このファイルは残し、バックアップを使ってください。",
    ),
    Kind.NEWER: Words(
        en="{place}: a newer version of mimawari made this case record. It was not changed; use the newer version.",
        ja="{place}：この記録は、新しい版のmimawariで作成されています。内容は変えていません。新しい版を使ってください。",
    ),
    Kind.LOCKED: Words(
        en="{place}: somebody else is writing. Nothing was recorded after {seconds} s of waiting, and nothing lost. Try again.",
        ja="{place}：ほかの人が書き込み中です。{seconds}秒待ちましたが、今回の内容は記録していません。これまでの記録は失われていません。"
        "もう一度実行してください。",
    ),
    Kind.READ_ONLY: Words(
        en="{place}: cannot be written to (read-only). This was not recorded; all that was recorded before is there.",
        ja="{place}：書き込めません（読み取り専用）。今回の内容は記録していません。これまでの記録は残っています。",
    ),
    Kind.FULL: Words(
        en="{place}: no room on the disk. This was not recorded; all that was recorded before is there. Make room and try again.",
        ja="{place}：ディスクの空き容量がありません。今回の内容は記録していません。これまでの記録は残っています。"
        "空きを作ってから、もう一度実行してください。",
    ),
    Kind.UNREADABLE: Words(
        en="{place}: cannot be opened ({why}). Nothing was recorded, and nothing is lost.",
        ja="{place}：開けません（{why}）。今回の内容は記録していません。これまでの記録は失われていません。",
    ),
    Kind.UNREACHED: Words(
        en="{place}: the database cannot be reached ({why}). Nothing was recorded. Look whether the server runs, and at the name.",
        ja="{place}：データベースに接続できません（{why}）。今回の内容は記録していません。"
        "サーバーが動いているか、指定した名前が正しいかを確認してください。",
    ),
    Kind.REFUSED: Words(
        en="{place}: the database server refused it ({why}). Nothing was recorded. Ask whoever runs the server.",
        ja="{place}：データベースに拒否されました（{why}）。今回の内容は記録していません。サーバーの管理者に確認してください。",
    ),
    Kind.NO_DRIVER: Words(
        en="{place}: for PostgreSQL an additional component is needed, which is not part of mimawari.exe. Install it with: "
        "pip install mimawari[postgresql]. A file (--case mimawari.case) needs none.",
        ja="{place}：PostgreSQLを使うには追加の部品が必要です（mimawari.exe には含まれません）。"
        "pip install mimawari[postgresql] で追加してください。"
        "ファイルの記録（--case mimawari.case）なら不要です。",
    ),
    Kind.UNCERTAIN: Words(
        en="{place}: the connection broke ({why}). Whether the last entry was recorded is not certain: look with "
        "`mimawari case show` before you enter it again. All before it is there.",
        ja="{place}：接続が切れました（{why}）。最後の内容が記録されたかどうかは分かりません。"
        "もう一度入力する前に、mimawari case show で確認してください。それより前の記録は残っています。",
    ),
    Kind.SEVERAL: Words(
        en="{place}: holds several cases. Say which, with --case: {cases}",
        ja="{place}：複数の件の記録があります。--case でどれかを指定してください：{cases}",
    ),
    Kind.NO_CASE: Words(
        en="{place}: there is no such case ({case}). `mimawari case list` shows those that there are.",
        ja="{place}：指定された件（{case}）の記録はありません。mimawari case list で一覧を表示できます。",
    ),
    Kind.OLD_COPY: Words(
        en="{place}: this copy is older than what was seen on this PC, or another one. {why} Nothing was changed, and nothing is "
        "recorded in it. Look for the newest copy; if this is the one to go on with, run `mimawari case verify --accept`.",
        ja="{place}：この記録は、このPCで前に見たものより古いか、別の写しです。{why}内容は変えていません。"
        "このままでは書き込みません。最新の写しを探してください。"
        "この写しで続ける場合は、mimawari case verify --accept を実行してください。",
    ),
}  # fmt: skip
"""A sentence for each. ``{place}`` and the like are filled by whoever shows it, with harmless values."""


class CaseTrouble(Exception):
    """Nothing that was recorded is lost. ``facts`` fill ``words``; they may come from an attacker, and whoever shows them
    makes them harmless."""

    def __init__(self, kind: Kind, **facts: object) -> None:
        super().__init__(kind, facts)
        self.kind, self.facts = kind, facts

    @property
    def words(self) -> Words:
        """The sentence, with places to fill."""
        return SAID[self.kind]
