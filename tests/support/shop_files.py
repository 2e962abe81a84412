"""Order exports of further shop systems; the heads are those that the tables of knowledge/data/orders name as read."""

from __future__ import annotations

from support.order_files import Buyer


def _sides(one: Buyer, orderer: str, recipient: str) -> dict[str, str]:
    """The two people of an order with who they are behind, in brackets."""
    row: dict[str, str] = {}
    for who, person in ((orderer, one), (recipient, one.recipient)):
        row |= {
            f"氏({who})": person.family, f"名({who})": person.given, f"郵便番号({who})": person.postcode,
            f"都道府県({who})": person.prefecture, f"住所({who})": person.city + person.rest, f"電話番号({who})": person.telephone,
        }  # fmt: skip
    return row


def base(one: Buyer) -> dict[str, str]:
    """BASE."""
    sides = _sides(one, "請求先", "配送先")
    return {"注文ID": one.order, "注文日時": one.date, **sides, "メールアドレス(請求先)": one.mail, "備考": "", "商品名": "急須",
            "価格": "3000", "数量": "1", "支払い方法": "creditcard", "発送状況": "未発送"}  # fmt: skip


def stores(one: Buyer) -> dict[str, str]:
    """STORES."""
    return {
        "オーダー番号": one.order,
        "オーダー日時": one.date,
        "アイテム名": "急須",
        **_sides(one, "購入者", "配送先"),
        "メールアドレス": one.mail,
    }


def colorme(one: Buyer) -> dict[str, str]:
    """カラーミーショップ, ``sales_all.csv``."""
    to = one.recipient
    return {
        "売上ID": one.order, "受注日": one.date[:10], "PC・携帯区分": "PCから注文", "購入者 顧客ID": "1", "購入者 名前": one.name,
        "購入者 郵便番号": one.postcode.replace("-", ""), "購入者 都道府県": one.prefecture, "購入者 住所": one.city + one.rest,
        "購入者 メールアドレス": one.mail, "購入者 電話番号": one.telephone, "備考": "", "配送先ID": "2", "配送先 名前": to.name,
        "配送先 フリガナ": "", "配送先 郵便番号": to.postcode.replace("-", ""), "配送先 都道府県名": to.prefecture,
        "配送先 住所": to.city + to.rest, "配送先 電話番号": to.telephone, "発送状態": "未発送", "購入商品 商品名": "急須",
    }  # fmt: skip


def sukeneko(one: Buyer) -> dict[str, str]:
    """助ネコ, 受注データ."""
    row = {"受注ルート": "自社サイト", "受注番号": one.order, "注文日": one.date[:10], "注文時間": "12:34:56"}
    for who, person in (("注文者", one), ("お届け先", one.recipient)):
        row |= {f"{who}名（姓）": person.family, f"{who}名（名）": person.given, f"{who}名（セイ）": "", f"{who}名（メイ）": ""}
        row |= {"注文者メールアドレス": one.mail} if who == "注文者" else {"お届け先区分": ""}
        row |= {
            f"{who}郵便番号": person.postcode, f"{who}住所（都道府県）": person.prefecture, f"{who}住所（市区町村）": person.city,
            f"{who}住所（市区町村以降）": person.rest, f"{who}住所（建物名等）": "", f"{who}会社名": person.organisation,
            f"{who}部署名": "", f"{who}電話番号": person.telephone,
        }  # fmt: skip
    return {**row, "備考（お届け先）": "", "商品名": "急須", "個数": "1"}


def yahoo(one: Buyer) -> dict[str, str]:
    """Yahoo!ショッピング, with the whole names."""
    to = one.recipient
    return {
        "OrderId": f"shop-{one.order}", "BillName": one.name, "ShipZipCode": to.postcode, "ShipName": to.name,
        "ShipPrefecture": to.prefecture, "ShipCity": to.city, "ShipAddress1": to.rest, "ShipAddress2": "", "ShipSection1": "",
        "ShipSection2": "", "ShipPhoneNumber": to.telephone, "QuantityDetail": "1", "BillMailAddress": one.mail,
        "OrderTime": one.date,
    }  # fmt: skip


def _numbered(one: Buyer, before: str = "", phone: str = "TEL") -> dict[str, str]:
    codes, numbers = [*one.postcode.split("-"), ""], [*one.telephone.split("-"), "", ""]
    return {f"{before}お名前(姓)": one.family, f"{before}お名前(名)": one.given, f"{before}会社名": one.organisation,
            f"{before}郵便番号1": codes[0], f"{before}郵便番号2": codes[1], f"{before}住所1": one.city, f"{before}住所2": one.rest,
            **{f"{before}{phone}{place}": number for place, number in enumerate(numbers[:3], 1)}}  # fmt: skip


def eccube3(one: Buyer) -> dict[str, str]:
    """EC-CUBE 3."""
    to = one.recipient
    return {"注文ID": one.order, **_numbered(one), "都道府県(名称)": one.prefecture, "メールアドレス": one.mail, "注文日": one.date,
            **_numbered(to, "配送先_"), "配送先_都道府県(名称)": to.prefecture}  # fmt: skip


def eccube2(one: Buyer) -> dict[str, str]:
    """EC-CUBE 2, which does not tell the recipient."""
    return {
        "注文番号": one.order, "会員ID": "", **_numbered(one, phone="電話番号"), "都道府県": one.prefecture,
        "メールアドレス": one.mail, "生年月日": one.birthday, "対応状況": "1", "注文日時": one.date, "配送情報ID": "1",
    }  # fmt: skip


def rakuten_pay(one: Buyer) -> dict[str, str]:
    """楽天市場 since 楽天ペイ."""
    to, row = one.recipient, {"注文番号": one.order, "注文日時": one.date, "注文者メールアドレス": one.mail}
    for who, person in (("注文者", one), ("送付先", to)):
        codes, numbers = person.postcode.split("-"), person.telephone.split("-")
        row |= {
            f"{who}郵便番号1": codes[0], f"{who}郵便番号2": codes[1], f"{who}住所都道府県": person.prefecture,
            f"{who}住所郡市区": person.city, f"{who}住所それ以降の住所": person.rest, f"{who}姓": person.family,
            f"{who}名": person.given, f"{who}姓カナ": "ヤマダ", f"{who}名カナ": "タロウ",
            **{f"{who}電話番号{place}": number for place, number in enumerate(numbers, 1)},
        }  # fmt: skip
    return {**row, "商品名": "急須", "個数": "1"}


def next_engine(one: Buyer) -> dict[str, str]:
    """ネクストエンジン, 汎用."""
    to = one.recipient
    return {
        "店舗伝票番号": one.order, "受注日": one.date, "受注郵便番号": one.postcode, "受注住所1": one.prefecture + one.city,
        "受注住所2": one.rest, "受注名": one.name, "受注名カナ": "", "受注電話番号": one.telephone, "受注メールアドレス": one.mail,
        "発送郵便番号": to.postcode, "発送先住所1": to.prefecture + to.city, "発送先住所2": to.rest, "発送先名": to.name,
        "発送先カナ": "", "発送電話番号": to.telephone, "支払方法": "", "発送方法": "", "備考": "",
    }  # fmt: skip


def futureshop(one: Buyer) -> dict[str, str]:
    """futureshop, with the wide brackets and digits of a public program's head."""
    to = one.recipient
    return {
        "レコードナンバー": "1", "受注コード": one.order, "注文日時": one.date, "請求合計金額": "3000", "会員ID": "",
        "氏名（姓）": one.family, "氏名（名）": one.given, "フリガナ（姓）": "", "フリガナ（名）": "",
        "メールアドレス（メイン）": one.mail, "メールアドレス（サブ）": "", "メールアドレス（モバイル）": "",
        "郵便番号": one.postcode, "地域区分": "関東", "都道府県区分": one.prefecture, "住所1": one.city, "住所2": one.rest,
        "住所3": "", "電話番号（メイン）": one.telephone, "電話番号（サブ）": "", "携帯電話番号": "", "FAX番号": "",
        "生年月日": one.birthday, "会社名": one.organisation, "お届け先氏名（姓）": to.family,
        "お届け先氏名（名）": to.given, "お届け先フリガナ（姓）": "", "お届け先フリガナ（名）": "",
        "お届け先郵便番号": to.postcode, "お届け先地域区分": "", "お届け先都道府県区分": to.prefecture,
        "お届け先住所１": to.city, "お届け先住所２": to.rest, "お届け先住所３": "", "お届け先電話番号": to.telephone,
        "商品名": "急須", "購入数量": "1",
    }  # fmt: skip


def woocommerce(one: Buyer) -> dict[str, str]:
    """WooCommerce, by its extension for exports."""
    row = {"order_id": one.order, "order_number": one.order, "date": one.date, "status": "processing", "billing_email": one.mail}
    for who, person in (("billing", one), ("shipping", one.recipient)):
        row |= {
            f"{who}_first_name": person.given, f"{who}_last_name": person.family, f"{who}_address_1": person.rest,
            f"{who}_address_2": "", f"{who}_postcode": person.postcode, f"{who}_city": person.city,
            f"{who}_state": person.prefecture, f"{who}_country": "JP", f"{who}_company": person.organisation,
        }  # fmt: skip
    return {**row, "billing_phone": one.telephone, "customer_note": "", "order_total": "3000"}


def makeshop(one: Buyer) -> dict[str, str]:
    """MakeShop: its manual to 注文者(振り仮名), behind that made-up columns by their usual words."""
    to = one.recipient
    return {
        "日付": one.date[:10], "注文時間": "123456", "注文番号": one.order, "処理状況": "未処理",
        "会社名": one.organisation, "会社名(振り仮名)": "", "部署名": "", "注文者": one.name,
        "注文者(振り仮名)": "ヤマダタロウ", "注文者メールアドレス": one.mail, "注文者電話番号": one.telephone,
        "注文者郵便番号": one.postcode, "注文者住所": one.prefecture + one.city + one.rest, "お届け先": to.name,
        "お届け先郵便番号": to.postcode, "お届け先住所": to.prefecture + to.city + to.rest,
        "お届け先電話番号": to.telephone,
    }  # fmt: skip


KINDS = {
    "futureshop": futureshop,
    "makeshop": makeshop,
    "woocommerce": woocommerce,
    "next-engine": next_engine,
    "base": base,
    "colorme": colorme,
    "eccube-2": eccube2,
    "eccube-3": eccube3,
    "rakuten-pay": rakuten_pay,
    "stores": stores,
    "sukeneko": sukeneko,
    "yahoo": yahoo,
}
