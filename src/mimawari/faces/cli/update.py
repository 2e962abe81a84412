"""``mimawari update``: newer knowledge, signed."""

from __future__ import annotations

import json
from pathlib import Path

import click

from mimawari import app
from mimawari.faces.cli import places, spoken
from mimawari.faces.cli.common import refused
from mimawari.faces.cli.knowledge_state import described, lines
from mimawari.faces.safe import harmless, plain, shown
from mimawari.faces.streams import note, put
from mimawari.model import Words

STATUS = {
    app.updates.Kind.ASKED: 2,
    app.updates.Kind.UNREACHED: 40,
    app.updates.Kind.UNTRUSTED: 41,
    app.updates.Kind.EXPIRED: 42,
    app.updates.Kind.UNUSABLE: 43,
    app.updates.Kind.UNKEPT: 44,
}
"""The exit status by what stood in the way."""
NEWEST, PACKED = "newest", "packed"

_ONE_PLACE = Words(en="give a place or --from, not both.", ja="入手先と --from は、どちらか一方だけを指定してください。")
_BAD_VERSION = Words(
    en="{version} is no version: give one as 2026.11.4, or newest, or packed.",
    ja="{version} は版の番号ではありません。2026.11.4 のような番号か、newest、packed を指定してください。",
)
_ASKED = Words(en="mimawari: asking {place} ...", ja="mimawari：{place} に問い合わせています...")
_BY = Words(
    en="mimawari: asking {place}, by the proxy {proxy} ...",
    ja="mimawari：{place} に、プロキシ {proxy} を介して問い合わせています...",
)
_READ = Words(en="mimawari: reading {place} ...", ja="mimawari：{place} を読み取っています...")
_FAILED = Words(en="mimawari: no update: {why}", ja="mimawari：更新できませんでした。{why}")
_UNCHANGED = Words(
    en="mimawari: nothing was changed; knowledge {version} of {as_of} stays in use.",
    ja="mimawari：何も変更していません。引き続き、知識データ {version}（{as_of}版）を使います。",
)
_NEWEST_HERE = Words(
    en="mimawari: no version is held on to any longer; the newest that is on this PC is in use: knowledge {version} of {as_of}.",
    ja="mimawari：版の指定を解除しました。このPCにある最新の知識データ {version}（{as_of}版）を使います。",
)
_UNASKED = Words(
    en="No version is held on to any longer: the newest that is on this PC is in use. Nobody was asked for newer knowledge, "
    "because no place is known: mimawari update ADDRESS, or --from FILE",
    ja="版の指定を解除しました。このPCにある最新の知識データを使います。入手先が登録されていないため、更新の有無は確認していません"
    "（確認するには、mimawari update アドレス または --from ファイル を実行してください）。",
)
_PINNED = Words(
    en="This root is trusted from now on (sha256 {digest}). Compare the digest with what the publishers say by another way.",
    ja="今後、このルートを信頼します（SHA-256：{digest}）。"
    "配布元が別の手段で公開しているダイジェストと一致するか、確認してください。",
)
_BROUGHT = Words(
    en="Knowledge {version} of {as_of} was brought and verified.", ja="知識データ {version}（{as_of}版）を取得し、検証しました。"
)
_NOTHING = Words(en="There is nothing newer.", ja="これより新しい知識データはありません。")
_ASIDE = Words(
    en="{version} is newer and lies ready, but another version was chosen on purpose.",
    ja="新しい知識データ {version} を保存済みですが、別の版が指定されているため、切り替えていません。",
)
_NEWER_PROGRAM = Words(
    en="There is also {version}, which only a newer mimawari can read. Get a newer version of the program.",
    ja="さらに新しい知識データ {version} がありますが、新しいバージョンのmimawariでなければ使えません。"
    "プログラムを更新してください。",
)
_GIVEN = Words(
    en="mimawari: the root in {file} has the digest (sha256) {digest}.",
    ja="mimawari：{file} のルートのダイジェスト（SHA-256）は {digest} です。",
)
_OURS = Words(
    en="The root that comes with the program was used, because the one before was forgotten and no --root was given.",
    ja="以前のルートが削除されており、--root の指定もないため、プログラムに内蔵のルートを使いました。",
)
_FORGOTTEN_FOR_OURS = Words(
    en="The root and the date of the last update are forgotten. The next update uses the root that comes with the program, "
    "unless --root FILE is given. The knowledge in use stays.",
    ja="登録されていたルートと、前回の更新日を削除しました。次回の更新では、--root ファイル を指定しない限り、"
    "プログラムに内蔵のルートを使います。使用中の知識データは変わりません。",
)
_FORGOTTEN = Words(
    en="No root is trusted any longer, and the date of the last update is forgotten. "
    "The next update needs --root FILE. The knowledge in use stays.",
    ja="登録されていたルートと、前回の更新日を削除しました。次回の更新では --root ファイル の指定が必要です。"
    "使用中の知識データは変わりません。",
)


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Bring newer knowledge, verify its signatures, and use it from now on. "
        "PLACE is an address (https://...) or a folder; it is "
        "remembered. A PC without network: --from FILE. "
        "This command and check imaps://... are the only ones that contact anybody.\n\n"
        "Exit status: 0 done, or nothing newer; 2 wrong use, 40 not reached, 41 not trusted, 42 expired (or the clock is wrong), "
        "43 cannot be used by this program, 44 could not be written. "
        "Whatever goes wrong, the knowledge in use before stays in use.",
        ja="新しい知識データを取得し、署名を検証して、今後のチェックに使います。"
        "PLACEには、アドレス（https://～）かフォルダーを指定します"
        "（次回からは省略できます）。ネットワークにつながっていないPCでは、--from ファイル を使ってください。"
        "外部と通信するのは、このコマンドと check imaps://～ だけです。\n\n"
        "終了コード：0 更新した、または最新、2 使い方の誤り、40 取得できず、41 検証に失敗、42 期限切れ（または時計の誤り）、"
        "43 このプログラムでは使えず、44 書き込めず。失敗した場合は、それまでの知識データを引き続き使います。",
    ),
)
@click.argument("place", required=False, default="")
@spoken.option(
    "--from",
    "carried",
    metavar="FILE",
    en="Take it from a file that was carried here, as on a USB stick.",
    ja="USBメモリーなどで持ち込んだファイルから取り込みます。",
)
@spoken.option(
    "--to",
    "version",
    metavar="VERSION",
    default="",
    en="Use this version and stay with it. newest: the newest again; packed: what came with the program.",
    ja="指定した版を使い続けます。newest：最新版に戻します。packed：プログラムに内蔵の知識データを使います。",
)
@spoken.option("--root", metavar="FILE", en="The root to trust, needed once.", ja="署名の検証に使うルート（最初に一度だけ必要）。")
@spoken.option(
    "--forget-root",
    "forget",
    is_flag=True,
    en="Trust no root any longer, so that another one can be given.",
    ja="登録済みのルートを削除します（別のルートに替えるとき）。",
)
@spoken.option(
    "--status",
    "only_status",
    is_flag=True,
    en="Only say what is in use and what is kept; ask nobody.",
    ja="使用中・保存済みの知識データを表示するだけで、通信はしません。",
)
@spoken.option(
    "--shared",
    is_flag=True,
    en="For all users of this PC (as administrator; not on Windows).",
    ja="このPCのすべての利用者に適用します（管理者として実行。Windowsでは使えません）。",
)
@spoken.option(
    "--insecure-transport", "insecure", is_flag=True,
    en="Allow http; the signatures are verified all the same.",
    ja="httpでの取得を許可します（署名は同じように検証します）。",
)  # fmt: skip
@spoken.as_json
@spoken.lang
def command(
    place: str,
    carried: str | None,
    version: str,
    root: str | None,
    forget: bool,
    only_status: bool,
    shared: bool,
    insecure: bool,
    as_json: bool,
    lang: str | None,
) -> int:
    """Do as asked, then say what is in use."""
    tongue = spoken.speaking(lang)
    if place and carried:
        raise spoken.Refused(_ONE_PLACE, tongue)
    if version not in ("", NEWEST, PACKED) and not app.updates.is_version(version):
        raise refused(_BAD_VERSION, tongue, version=version)
    store = app.Store(places.store(is_shared=shared), shared)
    request = app.updates.Request(
        carried or place, carried is not None, Path(root) if root else None,
        version="" if version in (NEWEST, PACKED) else version, newest=version == NEWEST, insecure=insecure,
    )  # fmt: skip
    try:
        if forget:
            _say(_FORGOTTEN_FOR_OURS if app.updates.forget(store) else _FORGOTTEN, tongue, as_json)
        elif not only_status:
            _update(store, request, version, tongue, as_json)
    except app.updates.Trouble as trouble:
        return _failed(store, trouble, version, tongue)
    _show(store, tongue, as_json)
    return 0


def _update(store: app.Store, request: app.updates.Request, version: str, tongue: str, as_json: bool) -> None:
    """A version that is kept needs no asking; else ask."""
    if _is_here(store, request, version):
        return
    if version == NEWEST and not request.location and not app.updates.remembered(store):
        app.updates.let_go(store)
        _say(_UNASKED, tongue, as_json)
        return
    if request.root:
        digest = app.updates.root_digest(request.root)
        note(_GIVEN.say(tongue).format(file=plain(str(request.root)), digest=digest))
    _tell(app.update(store, request, lambda place, proxy: _asking(place, proxy, tongue)), version, tongue, as_json)


def _is_here(store: app.Store, request: app.updates.Request, version: str) -> bool:
    """Whether a version is on this PC; then it is in use from now on."""
    if version == PACKED:
        return app.updates.go_back(store, PACKED) is not None
    is_plain = version not in ("", NEWEST) and not request.location and not request.root
    return is_plain and app.updates.go_back(store, version) is not None


def _tell(done: app.updates.Done, version: str, tongue: str, as_json: bool) -> None:
    """What came of it."""
    if done.pinned:
        _say(_PINNED, tongue, as_json, digest=done.pinned)
    if done.is_packed:
        _say(_OURS, tongue, as_json)
    aside = _aside(done.state)
    if done.brought:
        _say(_BROUGHT, tongue, as_json, version=done.brought.version, as_of=done.brought.as_of)
    if aside:
        _say(_ASIDE, tongue, as_json, version=aside)
    elif not done.brought and not version:
        _say(_NOTHING, tongue, as_json)
    if done.newer_program:
        _say(_NEWER_PROGRAM, tongue, as_json, version=done.newer_program)


def _aside(state: app.updates.State) -> str:
    """The newest version that is kept where an older one was chosen on purpose."""
    newest = max((kept.version for kept in state.kept), key=app.updates.order, default="")
    in_use = app.known().version if state.held is app.updates.Held.PACKED else state.active
    return newest if state.held and app.updates.order(newest) > app.updates.order(in_use) else ""


def _asking(place: str, proxy: str, tongue: str) -> None:
    """Whom is asked, before anybody is: as it was given, so that it can be compared and given again."""
    words = _BY if proxy else _ASKED if place.startswith(("https:", "http:")) else _READ
    note(words.say(tongue).format(place=plain(place), proxy=plain(proxy)))


def _say(words: Words, tongue: str, as_json: bool, **facts: object) -> None:
    text = words.fill({name: shown(value) for name, value in facts.items()}).say(tongue)
    note(text) if as_json else put(text)


def _failed(store: app.Store, trouble: app.updates.Trouble, version: str, tongue: str) -> int:
    """Say why, and what is in use all the same."""
    facts = {name: value if isinstance(value, int) else harmless(value, 300) for name, value in trouble.facts.items()}
    note(_FAILED.say(tongue).format(why=trouble.words.fill(facts).say(tongue)))
    words = _NEWEST_HERE if version == NEWEST and _let_go(store, trouble.kind) else _UNCHANGED
    known = app.in_force(places.stores()).known
    note(words.say(tongue).format(version=known.version, as_of=known.as_of))
    return STATUS[trouble.kind]


def _let_go(store: app.Store, kind: app.updates.Kind) -> bool:
    """Let go of a version that was chosen: that needs nobody to be reached, and nothing newer to be there."""
    if kind in (app.updates.Kind.ASKED, app.updates.Kind.UNKEPT):
        return False
    try:
        app.updates.let_go(store)
    except app.updates.Trouble:
        return False
    return True


def _show(store: app.Store, tongue: str, as_json: bool) -> None:
    forced = app.in_force(places.stores())
    if as_json:
        put(json.dumps(described(forced, store), indent=1))
        return
    for line in lines(forced, store, tongue):
        put(line)
