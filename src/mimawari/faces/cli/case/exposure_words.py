"""What ``mimawari case exposure`` says."""

from __future__ import annotations

from mimawari.model import Words

NOTHING = Words(
    en="name mailboxes or address books, or order exports with --orders.",
    ja="メールボックスやアドレス帳、または --orders で注文データを指定してください。",
)
THERE = Words(
    en="{path} is there already, and somebody may have worked on it. Nothing was read or written. Name another folder, or replace "
    "it with --force.",
    ja="{path} はすでにあり、だれかが手を加えているかもしれません。何も読み取らず、何も保存していません。"
    "別のフォルダーを指定するか、--force で置き換えてください。",
)
NO_SHOP = Words(
    en="no shop system “{given}” is known. Known ones: {known}. For any other name its columns in a file (--columns).",
    ja="「{given}」というショップシステムには対応していません。対応しているもの：{known}。"
    "ほかの形式は、列の対応をファイルに書いて --columns で指定してください。",
)
ONE_LAYOUT = Words(en="give --shop or --columns, not both.", ja="--shop と --columns は、どちらか一方だけを指定してください。")
UNREADABLE = Words(en="{path} cannot be read ({why}).", ja="{path} を読み取れません（{why}）。")
NO_ACCOUNT = Words(
    en="“{given}” is no mail address.", ja="「{given}」は、メールアドレスの形になっていません。"
)  # fmt: skip
NO_ROOM = Words(
    en="the disk has no room to sort out the people ({why}). Nothing was written, the evidence is as it was. Make room in the "
    "folder for temporary files and run it again.",
    ja="一時ファイル用のディスクの空きが足りません（{why}）。何も保存していません。調べたデータは元のままです。"
    "空き容量を増やして、もう一度実行してください。",
)
LEARNT = Words(
    en="mimawari: careful: there is no us.toml, so these were taken for your own and left out: {own}. "
    "`mimawari us` makes the file.",
    ja="mimawari：注意：us.toml がないため、次のアドレス・ドメインを自社のものとみなして除きました：{own}。"
    "mimawari us で自社の情報ファイルを作成できます。",
)
NO_OWN = Words(
    en="mimawari: careful: nobody said which addresses are your own (us.toml), so your own staff may be on the list.",
    ja="mimawari：注意：自社のアドレスが分からない（us.toml がない）ため、自社の人が一覧に入っている可能性があります。",
)
PASSED = Words(
    en="mimawari: not counted, because it is not the mailbox of an account that you named: {place} ({owner})",
    ja="mimawari：指定したアカウントのメールボックスではないため、数えていません：{place}（{owner}）",
)
NO_BOOK = Words(
    en='mimawari: people.xlsx was not made: the program for it is not installed (pip install "mimawari[report]"). '
    "people.csv has all.",
    ja='mimawari：people.xlsx は作成していません（必要な部品がありません。pip install "mimawari[report]"）。'
    "people.csv にすべて入っています。",
)
SIGNED = Words(
    en="mimawari: careful: {n} addresses begin with + or -. In people.csv an apostrophe stands before them, so that no spreadsheet "
    "takes them for formulas: mail does not reach them so. Take people.xlsx for the mail merge, or write to these by hand.",
    ja="mimawari：注意：+ や - で始まるアドレスが{n}件あります。people.csv では、表計算ソフトが数式とみなさないように、"
    "先頭に ' を付けています。"
    "そのままでは届きません。差し込み印刷には people.xlsx を使うか、この{n}件は手作業で送ってください。",
)
ABSENT = Words(
    en="{path} is not there. Nothing was read, written or recorded. Look at how it is spelt.",
    ja="{path} が見つかりません。何も読み取らず、何も保存・記録していません。名前を確かめてください。",
)
OTHERS = Words(
    en="{place} is the mailbox of {owner}, and not of an account that you named",
    ja="{place} は {owner} のメールボックスです（指定したアカウントのものではありません）",
)
NOBODY = Words(
    en="nobody was found, and not all could be looked at: this is no count. Nothing was written or recorded. {why}",
    ja="だれも見つからず、調べられなかったものがあります。この結果は人数として使えません。何も保存・記録していません。{why}",
)
PRIVATE = Words(
    en="mimawari: the lists hold personal data. Keep them where only those who need them can read them. They are not kept in the "
    "case, and nothing was sent.",
    ja="mimawari：一覧には個人情報が入っています。必要な人だけが見られる場所に保管してください。"
    "一覧は対応の記録には残らず、どこにも送信していません。",
)
CHECK = Words(
    en="Please check: columns of no layout that is known here were taken by their names. If one is wrong, "
    "write a column mapping file and run it again with --columns.",
    ja="確認してください：登録済みの形式ではない列を、列の名前から次のように読み取りました。違うものがあれば、列の対応表を作り、"
    "--columns を付けて、もう一度実行してください。",
)
GAP = Words(en="{where}: {reason}", ja="{where}：{reason}")
CLOSER = Words(en="{line} ({detail})", ja="{line}（{detail}）")


HELP = Words(
    en="Make a list of everybody whose data lay in mailboxes, address books and order exports, each person once, and count them "
    "for the authorities. EVIDENCE: mailboxes of every kind that `check` reads, address books, folders of them. Attached files "
    "are not opened. people.csv and people.xlsx are for the mail merge; counts.json has numbers only.",
    ja="メールボックス・アドレス帳・注文データに情報があった人を、重複なしの一覧にし、届け出のために人数を数えます。"
    "EVIDENCE：check で調べられるメールボックス、アドレス帳、それらの入ったフォルダー。添付ファイルは開きません。"
    "people.csv と people.xlsx は差し込み印刷などに使えます。counts.json には人数だけが入ります。",
)
