"""Japan's prefectures by the codes that shop systems write in their place (``JP13``, ``JP-13``)."""

from __future__ import annotations

import re

_NAMES = (
    "北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県", "栃木県",
    "群馬県", "埼玉県", "千葉県", "東京都", "神奈川県", "新潟県", "富山県", "石川県", "福井県",
    "山梨県", "長野県", "岐阜県", "静岡県", "愛知県", "三重県", "滋賀県", "京都府", "大阪府",
    "兵庫県", "奈良県", "和歌山県", "鳥取県", "島根県", "岡山県", "広島県", "山口県", "徳島県",
    "香川県", "愛媛県", "高知県", "福岡県", "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県",
    "鹿児島県", "沖縄県",
)  # fmt: skip
"""In the order of their codes, from 1 (JIS X 0401, ISO 3166-2:JP)."""
_CODE = re.compile(r"JP-?(\d{2})")


def prefecture(text: str) -> str:
    """The name of the prefecture whose code this is; any other text as it is."""
    found = _CODE.fullmatch(text.strip())
    place = int(found[1]) if found else 0
    return _NAMES[place - 1] if 1 <= place <= len(_NAMES) else text
