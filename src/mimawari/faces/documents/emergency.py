"""The emergency sheet: one page to print and to hang beside the telephone. What nobody answered is a line to write on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mimawari.faces.documents.blocks import Block, Page, Point, Points, Section, Table, Text, Tone, Width
from mimawari.faces.documents.phrases import MEANS
from mimawari.faces.safe import own
from mimawari.model import TO_CHECK, Answers, Emergency, HelpDesk, Words

BLANK = "_" * 24
LINE = f"\n{BLANK}{BLANK}"
"""A line to write on, with room above it for a hand."""


@dataclass(frozen=True, slots=True)
class Room:
    """How long an answer and an entry of a list may be on the sheet, in letters, and how many entries a list has."""

    answer: int
    entry: int
    listed: int


ROOMS = (Room(400, 80, 30), Room(160, 60, 12), Room(90, 30, 8), Room(50, 20, 6))
"""From the widest: on paper the first is taken with which it is one sheet."""


_TITLE = Words(en="In an emergency: suspected malware (Emotet)", ja="緊急連絡シート（ウイルス感染が疑われるとき）")
_ABOUT = Words(
    en="{firm}. Written on {day}. Print it: in an emergency the PC may not be usable. Never write a password here.",
    ja="{firm}　作成日：{day}　印刷して電話のそばに置いてください（緊急時はPCが使えないことがあります）。"
    "パスワードは書かないでください。",
)
_FIRST = Words(en="First, in this order", ja="最初に行うこと（この順に）")
_CALL = Words(
    en="Then telephone the person who makes the decisions (below). Do not use email on the PC in question.",
    ja="続けて、下の「判断する人」に電話してください。疑いのあるPCのメールは使わないでください。",
)
_NOT = Words(en="Do not", ja="してはいけないこと")
_PEOPLE = Words(en="Who decides, whom to call", ja="判断する人・連絡する人")
_DECIDES = Words(en="Makes the decisions", ja="判断する人")
_DEPUTY = Words(en="Deputy", ja="不在のとき")
_TECHNICIAN = Words(en="Looks after our PCs", ja="PCの担当・業者")
_OTHERS = Words(en="Others to call (insurer, lawyer, card company)", ja="ほかの連絡先（保険・弁護士・カード会社）")
_PROVIDER = Words(en="Mail provider", ja="メール事業者")
_OWN = "own server"
"""What us.toml says where the firm is its own provider."""
_OWN_SERVER = Words(en="our own server", ja="自社のサーバー")
_SUPPORT = Words(en="Provider's support line, our contract number", ja="サポートの電話・契約番号")
_RECORDS = Words(en="Logs: where they are, how long they are kept", ja="記録（ログ）の場所と保存期間")
_PROVIDER_LOGS = Words(en="Mail sending and logins (provider)", ja="メールの送信・ログイン（事業者）")
_OTHER_LOGS = Words(en="Router, firewall, server", ja="ルーター・ファイアウォール・サーバー")
_OURS = Words(en="Our PCs, accounts and backups", ja="自社のPC・アカウント・バックアップ")
_PCS = Words(en="PCs (name, who uses it)", ja="PC（名前・使う人）")
_ACCOUNTS = Words(en="Mail and other accounts (no passwords)", ja="メールなどのアカウント（パスワードは書かない）")
_BACKUPS = Words(en="Backups: where, last restore test", ja="バックアップの場所・最後に復元を試した日")
_DESKS = Words(en="Where to get help", ja="相談先")
_MARKED = Words(
    en="{mark}: not read on the desk's own page. Look it up before you need it. The dates are those of the source.",
    ja="{mark}：公式ページで確認できていない内容です。必要になる前に確認してください。日付は情報の時点です。",
)
_OF = Words(en="as of {day}", ja="{day}時点")
_OLD = Words(en="as of {day}, may have changed", ja="{day}時点。変わっている可能性があります")
_MORE = Words(en="… and {count} more (see answers.toml)", ja="…ほか{count}件（answers.tomlを参照）")
_FOOT = Words(
    en="Made by mimawari prepare. It stays on this PC; nothing was sent. The plan for a real case: mimawari respond.",
    ja="mimawari prepare で作成。内容はこのPCに保存され、送信されていません。実際に起きたときの手順：mimawari respond",
)
_RUNNING = Words(en="Emergency sheet", ja="緊急連絡シート")


def emergency(sheet: Emergency, tongue: str, room: Room = ROOMS[0]) -> Page:
    """The page; what is longer than there is *room* for is cut, and says so."""
    firm = own(sheet.answers.firm, room.answer) or BLANK
    steps = Points(tuple(Point(own(one.say(tongue))) for one in sheet.first), numbered=True)
    desks = _desks(sheet, tongue)
    return Page(
        tongue=tongue,
        title=_TITLE.say(tongue),
        about=(_ABOUT.say(tongue).format(firm=firm, day=sheet.today),),
        box=(Text(_FIRST.say(tongue), Tone.LEAD), steps, Text(_CALL.say(tongue), Tone.STRONG)),
        sections=(
            _table(_PEOPLE, _people(sheet.answers, tongue, room), tongue),
            Section(_NOT.say(tongue), (Points(tuple(Point(own(one.say(tongue))) for one in sheet.forbidden)),), Width.WHOLE),
            _table(_RECORDS, _records(sheet.answers, room), tongue),
            _table(_OURS, _ours(sheet.answers, tongue, room), tongue),
            Section(_DESKS.say(tongue), desks),
        ),
        foot=(_FOOT.say(tongue),),
        running=_RUNNING.say(tongue),
        level="undetermined",
    )


def _table(title: Words, rows: Iterator[tuple[Words, str]], tongue: str) -> Section:
    cells = tuple((words.say(tongue), text) for words, text in rows)
    return Section(title.say(tongue), (Table((), cells, (3, 7)),))


def _told(text: str, room: Room) -> str:
    return own(text, room.answer) if text else LINE


def _listed(entries: tuple[str, ...], tongue: str, room: Room) -> str:
    if not entries:
        return f"{LINE}{LINE}"
    separator = "、" if tongue == "ja" else ", "
    text = separator.join(own(one, room.entry) for one in entries[: room.listed])
    left = len(entries) - room.listed
    return f"{text}{_MORE.say(tongue).format(count=left)}" if left > 0 else text


def _people(answers: Answers, tongue: str, room: Room) -> Iterator[tuple[Words, str]]:
    provider = _OWN_SERVER.say(tongue) if answers.provider.casefold() == _OWN else answers.provider
    told = {
        _DECIDES: answers.decides, _DEPUTY: answers.deputy, _TECHNICIAN: answers.technician, _PROVIDER: provider,
        _SUPPORT: answers.provider_support, _OTHERS: answers.others,
    }  # fmt: skip
    yield from ((words, _told(text, room)) for words, text in told.items())


def _records(answers: Answers, room: Room) -> Iterator[tuple[Words, str]]:
    yield _PROVIDER_LOGS, _told(answers.provider_logs, room)
    yield _OTHER_LOGS, _told(answers.other_logs, room)


def _ours(answers: Answers, tongue: str, room: Room) -> Iterator[tuple[Words, str]]:
    yield _PCS, _listed(answers.pcs, tongue, room)
    yield _ACCOUNTS, _listed(answers.accounts, tongue, room)
    yield _BACKUPS, _told(answers.backups, room)


def _desks(sheet: Emergency, tongue: str) -> tuple[Block, ...]:
    today = date.fromisoformat(sheet.today)
    rows = tuple(_desk(one, today, tongue) for one in sheet.desks)
    mark = Text(_MARKED.say(tongue).format(mark=TO_CHECK.say(tongue)), Tone.FAINT)
    return (Table((), rows, (4, 4, 3)), *([mark] if any(one.to_check for one in sheet.desks) else []))


def _desk(desk: HelpDesk, today: date, tongue: str) -> tuple[str, str, str]:
    ways = []
    for way in desk.contacts[:2]:
        mark = (" " if tongue == "en" else "") + TO_CHECK.say(tongue) if way.certainty.to_check else ""
        ways.append(f"{MEANS[way.means].say(tongue)} {own(way.value)}{mark}")
    age = _OLD if desk.is_old(today) else _OF
    return own(desk.name.say(tongue)), "\n".join(ways), age.say(tongue).format(day=desk.cited.as_of)
