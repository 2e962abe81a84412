"""Pieces of a quoted mail's text by which it can be found again, however it was wrapped, marked, converted or decoded since.

Both sides are compared as :func:`plain` has them: without blanks and signs, in one width and case. A piece has to say something:
greetings, signatures, disclaimers and addresses stand in thousands of mails.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from mimawari.formats.mail.labels import LONGEST, ROLES, RULE
from mimawari.formats.mail.quotes import Piece, pieces
from mimawari.formats.mail.sameness import MARKS
from mimawari.model import Quote, QuotedMail, digest
from mimawari.model.mojibake import repaired

SHORTEST, LONGEST_PROBE, PROBES, QUOTED = 20, 60, 6, 50
"""The least and the most characters of a probe, the most probes of a quoted mail, and quoted mails of a mail."""
TEXT = 64 << 10
# Taken out one after the other, several times faster than by an expression: first the signs of Japanese and other texts that are
# no ASCII even in one width, then all of ASCII as bytes.
_SIGNS = "、。・「」『』【】〈〉《》〔〕〜“”‘’—–―•●■◆○□◇★☆▼→※"
_ASCII = bytes(byte for byte in range(128) if not chr(byte).isalnum())
_LINES, _LINE, _SAYS, _NOTHING, _AHEAD = 2000, 1000, 6.0, 1.5, 12
_ENDS = re.compile(r"[。．！？!?]+|\.\s")
_CONTACT = re.compile(
    r"@|://|\bwww\.|〒|\b(?:tel|fax|phone|mobile|e-?mail|url|http)\b|電話|携帯|住所"
    r"|\b0\d{1,4}[\-( ]{1,2}\d{1,4}[\-) ]{1,2}\d{3,4}\b"
)
_DISCLAIMER = re.compile(
    r"(?:本|この|当)(?:電子)?メール(?:は|および|及び|の内容|に含まれ|を受信)|機密|秘密情報|誤って|送信専用|配信停止|ウイルス(?:チェック|スキャン|対策)"
    r"|confidential|privileged|intended (?:only |solely )?for|unsubscribe|disclaimer|virus|received this (?:e-?mail|message)"
)
# What is said in any mail, as it stands in a text without blanks and signs.
_STOCK = re.compile(
    "お世話になっております|お世話になります|お世話様です|おせわになっております|お疲れ(?:様|さま)(?:です|でした)?|いつも|大変|平素(?:より|は)?|格別の"
    "|ご高配を賜り|(?:厚く|心より)?(?:御|お)礼申し上げます|ありがとうございま(?:す|した)|(?:よろし|宜し)くお願い(?:いた|致)?(?:します|申し上げます)?"
    "|お願い(?:いた|致|申し上げ)(?:します|ます)|申し訳(?:ございません|ありません)|失礼(?:いた|致)?します|(?:取り?急|とりいそ)ぎ|何卒|引き続き|今後とも"
    "|ご(?:連絡|確認|査収|検討|返信|返事|対応|報告|案内|了承|承知|覧|用命|不明な点)|お(?:手数(?:ですが|をおかけ)?|忙しいところ|送りします|知らせ|問い合わせ)"
    "|恐縮(?:ですが)?|くださいませ|ください|下さい|いただけますでしょうか|いただきますよう|いただ(?:き|け)ます|させていただ|添付(?:ファイル)?|送付"
    "|(?:下記|以下|上記|別紙|左記|標記)の?(?:とおり|通り|件)?|について|につきまして|(?:いた|致)します|でございます|であります|です|ます|まで|の件|件名"
    "|株式会社|有限会社|御中|各位|拝啓|敬具|様|殿|以上"
    "|thankyou(?:verymuch|somuch|foryour|for)?|thanksfor|(?:best|kind|warm)?regards|sincerely|pleasefind|attached|please|letmeknow|letusknow"
    "|ifyouhaveanyquestions|donothesitateto|feelfreeto|contactme|contactus|lookingforwardto|hearingfromyou|ihopethisemailfindsyouwell"
    "|dearall|dearsir|goodmorning|hello|sentfrommy|iphone|android|getoutlookfor|bestwishes|yourssincerely"
)


def plain(text: str) -> str:
    """What a text says, in one width (NFKC) and case: blanks, line ends, quote marks and the signs between words are gone."""
    return plain_bytes(text).decode("utf-8", "replace")


def plain_bytes(text: str) -> bytes:
    """The same in UTF-8."""
    text = text[:TEXT]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        for sign in _SIGNS:
            text = text.replace(sign, "")
    return text.encode("utf-8", "replace").translate(None, _ASCII).lower()


def quoted_mails(text: str, skipped: int = 0) -> tuple[QuotedMail, ...]:
    """The mails that a text quotes, the first *skipped* left out, each with what it can be found by."""
    found = pieces(repaired(text[: 4 * TEXT]))[skipped : skipped + QUOTED]
    return tuple(_quoted(number, one) for number, one in enumerate(found))


def _quoted(number: int, piece: Piece) -> QuotedMail:
    told = probes(piece.text)
    quote = piece.quote or Quote()
    key = (
        digest("quoted", *told)
        if told
        else digest("quoted", plain(piece.text)[:2000], str(quote.sender), quote.subject, quote.date)
    )
    return QuotedMail(f"q-{key}", quote, told, number)


def probes(text: str) -> tuple[str, ...]:
    """Up to :data:`PROBES` pieces of a text, those that say most, in their order and without overlap; none of one without words."""
    found = dict.fromkeys(one for run in _runs(text.split("\n", _LINES)[:_LINES]) for one in _cut(run))
    told = [(one, score) for one in found if "\ufffd" not in one and (score := _says(one)) >= _SAYS]
    best = sorted(range(len(told)), key=lambda at: (-told[at][1], at))[:PROBES]
    return tuple(told[at][0] for at in sorted(best))


def _runs(lines: Sequence[str]) -> Iterator[list[str]]:
    """Stretches of lines that somebody wrote, as their sentences: what stands beside each other in every copy of the mail."""
    run: list[str] = []
    at = 0
    while at < len(lines):
        line = unicodedata.normalize("NFKC", MARKS.sub("", lines[at][:_LINE])).lower().rstrip()
        if line == "--":
            break
        behind = _behind_signature(lines, at) if RULE.fullmatch(line) else at + 1
        if behind > at + 1 or _is_nobodys(line):
            yield run
            run = []
        else:
            run += _ENDS.split(line)
        at = behind
    yield run


def _is_nobodys(line: str) -> bool:
    colon = line.find(":", 0, LONGEST + 1)
    labelled = colon > 0 and line[:colon].strip(" \t*_") in ROLES
    return labelled or _CONTACT.search(line) is not None or _DISCLAIMER.search(line) is not None


def _behind_signature(lines: Sequence[str], at: int) -> int:
    """Where it goes on behind a block between two rules, or behind the last rule, that names an address; behind the rule else."""
    named = False
    for number in range(at + 1, min(len(lines), at + 1 + _AHEAD)):
        line = unicodedata.normalize("NFKC", MARKS.sub("", lines[number][:_LINE])).lower().strip()
        if RULE.fullmatch(line):
            return number if named else at + 1
        named = named or _CONTACT.search(line) is not None
    return min(len(lines), at + 1 + _AHEAD) if named else at + 1


def _cut(run: Sequence[str]) -> Iterator[str]:
    """Pieces of the right length, cut where sentences and lines end; a phrase that says nothing is in none."""
    now = ""
    for sentence in run:
        one = plain(sentence)
        if one and _says(one) < _NOTHING:
            yield from [now] if len(now) >= SHORTEST else []
            now = ""
            continue
        now += one
        while len(now) > LONGEST_PROBE:
            yield now[:LONGEST_PROBE]
            now = now[LONGEST_PROBE:]
        if len(now) >= SHORTEST:
            yield now
            now = ""
    if len(now) >= SHORTEST:
        yield now


def _says(text: str) -> float:
    """How much is left of a piece without what any mail says: kanji, katakana and digits count most, kana and Latin less."""
    rest = _STOCK.sub("", text)
    return sum(
        1.0 if char.isdigit() or "\u4e00" <= char <= "\u9fff" or "\u30a1" <= char <= "\u30fa" else 0.4 if char.isascii() else 0.15
        for char in rest
    )
