"""Who writes to whom: the firm's people, its partners of an incident, and customers that nothing hangs on. All are invented."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from support.incidents.reading import Piece

NAMES = {
    "tanaka@sakura.example.jp": "田中 一郎",
    "sato@sakura.example.jp": "佐藤 花子",
    "suzuki@sakura.example.jp": "鈴木 健",
    "info@sakura.example.jp": "さくら食品",
    "mori@nori.example.net": "森 由美",
    "ticket@nori.example.net": "のり商店 受付",
    "abe@nori.example.net": "阿部 修",
    "hayashi@umi.example.com": "林 大輔",
    "ogawa@hana.example.net": "小川 真理",
    "yamada@kobo.example.com": "山田 太一",
    "kimura@kobo.example.com": "木村 恵",
    "ishii@yama.example.com": "石井 亮",
}
_CUSTOMERS = (
    ("ando", "安藤 誠", "kawa.example.com"), ("baba", "馬場 智子", "mine.example.net"), ("chiba", "千葉 隆", "toyo.example.com"),
    ("doi", "土井 綾", "hoshi.example.net"), ("endo", "遠藤 進", "miyako.example.com"), ("fujii", "藤井 舞", "shima.example.net"),
    ("goto", "後藤 明", "taka.example.com"), ("hara", "原 久美", "nishi.example.net"), ("ikeda", "池田 剛", "minami.example.com"),
    ("kato", "加藤 早苗", "asahi.example.net"), ("maeda", "前田 徹", "aoi.example.com"), ("noda", "野田 香", "midori.example.net"),
    ("oka", "岡 正人", "tsuru.example.com"), ("sakai", "酒井 礼子", "kame.example.net"), ("ueda", "上田 昇", "sumi.example.com"),
    ("wada", "和田 美穂", "fuji.example.net"), ("yano", "矢野 博", "kiri.example.com"), ("ota", "太田 順", "hagi.example.net"),
)  # fmt: skip
CUSTOMERS = {f"{user}@{domain}": name for user, name, domain in _CUSTOMERS}


class Server(NamedTuple):
    """Where a domain takes its mail in and sends it from."""

    mx: str
    mx_ip: str
    out: str
    out_ip: str


class People:
    """The correspondents of one incident."""

    def __init__(self, incident: Piece) -> None:
        self.parties: dict[str, Piece] = {one["domain"]: one for one in incident.get("party", []) if one["domain"].count(".") == 2}
        self.staff = [one["address"] for one in incident["us"]["accounts"]]
        partners = [a for d, one in self.parties.items() if not _is_stranger(one) for a in one["accounts"] if a.endswith("@" + d)]
        self.partners = [one for one in partners if not one.startswith("ticket@")]
        self.customers = list(CUSTOMERS)
        self.outside: list[str] = self.customers + self.partners * 3

    def server(self, address: str) -> Server:
        """Of an address's domain: as the incident says, or a place of its own in the Japanese hosting."""
        domain = address.rpartition("@")[2]
        one = self.parties.get(domain)
        if one:
            return Server(one["mx"], one["mx_ip"], f"out.{domain}", one["out_ip"])
        number = sum(map(ord, domain)) % 60 + 190
        return Server(f"mx.{domain}", f"198.51.100.{number}", f"out.{domain}", f"198.51.100.{number}")

    def name(self, address: str) -> str:
        """As it stands before the address."""
        return NAMES.get(address) or CUSTOMERS.get(address) or address.partition("@")[0]

    def whom(self, sender: str, rng: Random, outside: float = 0.85) -> list[str]:
        """One recipient, often; sometimes two or three, 1.3 on average."""
        draw = rng.random()
        wanted = 1 if draw < 0.75 else 2 if draw < 0.95 else 3
        if rng.random() < outside:
            return rng.sample(self.outside, wanted) if wanted == 1 else list(dict.fromkeys(rng.choices(self.outside, k=wanted)))
        return rng.sample([one for one in self.staff if one != sender], min(wanted, 2))


def _is_stranger(party: Piece) -> bool:
    return "stranger" in party["name"]
