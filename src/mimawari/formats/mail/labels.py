"""The words that mail programs put above a quoted or forwarded mail, in the languages that they speak.

Outlook, Outlook on the web, Gmail, Apple Mail, Thunderbird, Becky!, Shuriken, Hidemaru Mail, Lotus Notes, as they ship.
"""

from __future__ import annotations

import re

FROM, TO, DATE, SUBJECT, OTHER = "from", "to", "date", "subject", "other"
_WORDS = {
    FROM: "from|von|de|da|van|od|fra|från|lähettäjä|expéditeur|remitente|mittente|remetente|от|от кого|差出人|差出人名|送信者"
    "|送信元|發件人|发件人|发送人|寄件者|寄件人|보낸 사람|보낸사람|보낸이|ｆｒｏｍ",
    TO: "to|an|à|a|para|aan|do|till|til|кому|destinataire|destinatario|宛先|宛て先|受信者|收件人|收件者|받는 사람|받는사람|받는이"
    "|cc|bcc|kopie|copia|copie|cc à|копия|写し|副本|抄送|참조|ｔｏ|ｃｃ",
    DATE: "date|sent|sent on|gesendet|datum|envoyé|envoyé le|enviado|enviado el|enviada em|enviado em|fecha|inviato|data|verzonden"
    "|отправлено|дата|skickat|sendt|wysłano|送信日時|日時|日付|送信日|受信日時|发送时间|發送時間|寄件日期|日期|时间|時間"
    "|보낸 날짜|날짜|ｄａｔｅ",
    SUBJECT: "subject|betreff|objet|asunto|oggetto|onderwerp|assunto|тема|ämne|emne|temat|件名|題名|表題|標題|主题|主題|主旨|제목"
    "|ｓｕｂｊｅｃｔ",
    OTHER: "reply-to|importance|priority|attachments|anlagen|message-id|organization|添付ファイル|添付|重要度|返信先"
    "|wichtigkeit|附件",
}
ROLES = {word: role for role, words in _WORDS.items() for word in words.split("|")}
LONGEST = 20
"""The most characters of a label."""

_EDGE = r"\-_=*\s\u2013\u2014\u2015－＝"
MARK = re.compile(
    rf"[{_EDGE}]{{0,60}}(?:"
    r"original (?:message|mail|appointment)|(?:begin |start of )?forwarded (?:message|mail|by .{1,80})"
    r"|元のメッセージ|元のメール|オリジナルメッセージ|転送メッセージ|転送されたメッセージ|転送メール|以下転送|引用元"
    r"|ursprüngliche nachricht|weitergeleitete nachricht|message d.origine|message original|message transféré|mensaje original"
    r"|mensaje reenviado|mensagem original|mensagem encaminhada|messaggio originale|messaggio inoltrato|oorspronkelijk bericht"
    r"|原始邮件|原始郵件|转发邮件|轉寄郵件|转发的邮件|邮件原件|원본 메일|원본 메시지|전달된 메시지"
    r"|исходное сообщение|пересылаемое сообщение"
    r"|ursprungligt meddelande|oprindelig meddelelse|wiadomość oryginalna"
    rf")[{_EDGE}:：]{{0,60}}",
    re.IGNORECASE,
)
"""A whole line that says that a mail follows."""
RULE = re.compile(r"[\-_=*＿―─━]{8,200}")
"""A line that only divides."""

WROTE = re.compile(
    r"\b(?:wrote|writes|said|schrieb|escribió|escreveu|écrit|scritto|schreef|skrev|kirjoitti)\b"
    r"|\b(?:написал|napisał)(?:\([аa]\)|[аa])?"
    r"|(?:さん|様|氏)?(?:は|が)?、?(?:以下のように|次のように)?(?:に)?(?:書|か)(?:きました|いた|かれました)"
    r"|(?:から)?のメール|さん(?:は|曰く|より)|曰く|写道|寫道|來信|님이 (?:작성|쓴 글)",
    re.IGNORECASE,
)
"""What says of somebody that he wrote what follows."""
MOMENT = re.compile(
    r"\d{1,2}[:時點点시.h] ?\d\d(?:[:分.]\d{0,2})?秒?"
    r"(?:\s{0,3}(?:[ap]\.?m\.?|午前|午後|上午|下午|[+\-]\d{4}|\([A-Za-z]{1,5}\)|GMT|UTC|[JK]ST|[CEMP][SD]T|CES?T|BST|頃|ころ))*",
    re.IGNORECASE,
)
"""The time of day, with what may follow it."""
DAY = re.compile(
    r"\d{4} ?[年/.\-년] ?\d{1,2} ?[月/.\-월] ?\d{1,2}(?: ?[日일])?|\d{1,2}[./\-]\d{1,2}[./\-]\d{2,4}"
    r"|\b\d{1,2}\.? (?:de )?[^\W\d]{3,10}\.?,? (?:de )?\d{4}|\b[^\W\d]{3,10}\.? \d{1,2},? \d{4}",
    re.IGNORECASE,
)
"""A day, as those headings have it."""
LEAD = re.compile(
    r"^(?:(?:on|am|le|el|em|il(?: giorno)?|op|den|dnia|at|in|quoting|在|於|于"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)(?:[a-z]{0,3}day)?|[月火水木金土日]曜日?)[,.]?(?=\s|\d|$)\s{0,3})+",
    re.IGNORECASE,
)
"""What stands before a day."""
