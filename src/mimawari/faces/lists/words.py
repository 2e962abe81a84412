"""What kinds of data, ties and reasons are called in the list and in the counts."""

from __future__ import annotations

from mimawari.model import Datum, LeftOut, Template, Tie, Words

TIES = {
    Tie.WROTE: Words(en="wrote to us", ja="メールの送信元"),
    Tie.WRITTEN_TO: Words(en="was written to", ja="メールの送信先"),
    Tie.COPIED: Words(en="copied or quoted in a mail", ja="CCや引用に記載"),
    Tie.NAMED: Words(en="named in the text of a mail", ja="メール本文に記載"),
    Tie.CONTACT: Words(en="in an address book", ja="アドレス帳に登録"),
    Tie.CUSTOMER: Words(en="ordered", ja="注文者・お届け先"),
}
DATA = {
    Datum.NAME: Words(en="name", ja="氏名"),
    Datum.MAIL_ADDRESS: Words(en="mail address", ja="メールアドレス"),
    Datum.POSTAL_ADDRESS: Words(en="postal address", ja="住所"),
    Datum.TELEPHONE: Words(en="telephone number", ja="電話番号"),
    Datum.BIRTHDAY: Words(en="date of birth", ja="生年月日"),
    Datum.ORDER: Words(en="order", ja="注文内容"),
    Datum.BANK: Words(en="bank account", ja="口座番号"),
    Datum.CARD: Words(en="card number", ja="クレジットカード番号"),
    Datum.ATTACHMENT: Words(en="mail with an attached file (not opened)", ja="添付ファイル付きのメール（中身は未確認）"),
}
KINDS = {
    **DATA,
    Datum.ORDER: Words(en="orders", ja="ご注文の内容"),
    Datum.BANK: Words(en="bank account", ja="口座情報"),
    Datum.ATTACHMENT: Words(en="files attached to mails", ja="メールの添付ファイル"),
}
"""The same as the letter to that person names them: without numbers, and whole sentences can be made of them."""
TEMPLATES = {
    Template.CUSTOMER: Words(en="customer", ja="お客様向け"),
    Template.PARTNER: Words(en="partner", ja="取引先向け"),
}
TONGUES = {"ja": Words(en="Japanese", ja="日本語"), "en": Words(en="English", ja="英語")}
LEFT_OUT = {
    LeftOut.OWN: Words(en="your own addresses", ja="自社のアドレス"),
    LeftOut.LIST: Words(en="mailing lists and newsletters", ja="メーリングリスト・メールマガジン"),
    LeftOut.NO_REPLY: Words(en="addresses that nobody reads (no-reply)", ja="返信できない送信専用のアドレス"),
    LeftOut.MACHINE: Words(en="mail systems", ja="メールシステムのアドレス（エラー通知など）"),
    LeftOut.INVALID: Words(en="addresses that are not valid", ja="形式が正しくないアドレス"),
    LeftOut.REPORTED: Words(en="senders of suspicious mails only", ja="不審なメールの差出人としてだけ現れるアドレス"),
    LeftOut.JUNK: Words(
        en="only in mails that lay in a folder of unwanted mail (look in that folder whether a customer is among them)",
        ja="迷惑メールのフォルダーの中だけに現れるアドレス（お客様のメールが混じっていないか、そのフォルダーを確認してください）",
    ),
}
WHAT = {
    "mail": Words(en="{n} mails", ja="メール{n}通"),
    "contact": Words(en="{n} entries", ja="アドレス帳の登録{n}件"),
    "order": Words(en="{n} rows of orders", ja="注文データ{n}行"),
}
COLUMNS = {
    "address": Words(en="Mail address", ja="メールアドレス"),
    "name": Words(en="Name", ja="氏名"),
    "honorific": Words(en="Form of address", ja="敬称"),
    "organisation": Words(en="Firm", ja="会社・団体名"),
    "template": Words(en="Letter", ja="文面"),
    "tongue": Words(en="Language", ja="言語"),
    "weight": Words(en="Weight", ja="重要度（大きいほど優先）"),
    "kinds": Words(en="Data concerned", ja="含まれていた情報"),
    "data": Words(en="Kinds of data (how often)", ja="含まれていた情報（回数）"),
    "ties": Words(en="How you know them (how often)", ja="関係（回数）"),
    "last": Words(en="Last date", ja="最後の日付"),
    "postcode": Words(en="Postcode (no mail address)", ja="郵便番号（アドレス不明の場合）"),
    "street": Words(en="Postal address (no mail address)", ja="住所（アドレス不明の場合）"),
    "telephone": Words(en="Telephone (no mail address)", ja="電話番号（アドレス不明の場合）"),
    "others": Words(en="Further addresses of the same person", ja="同じ人のほかのアドレス"),
    "further": Words(en="Further names at this address", ja="同じアドレスのほかの名前"),
    "masked": Words(en="Address of a mall (ask the mall first)", ja="モール発行の転送用アドレス（まずモールに確認）"),
    "role": Words(en="Office's address", ja="部署などの共有アドレス"),
    "alike": Words(en="May be the same person (same number)", ja="同じ人の可能性（同じ番号どうし）"),
    "places": Words(en="Found in", ja="記載されていた場所"),
}
YES = Words(en="yes", ja="はい")
SHEET = Words(en="people", ja="連絡先一覧")
