// Emotet's keys and lists of servers, as its programs hold them once they are unpacked.
//
// A locked blob is: key (32 bits), length ^ key, then the content, each 32 bits of it ^ key. No byte of it is fixed, so no pattern
// finds it; but how its words relate is fixed, and where it begins. The conditions walk a bounded part of each section, in steps of
// four bytes: at its place in the file, and at its place in memory.
//
// A compiled set of rules holds its patterns as they are, in its file and in the memory of whoever scans with it. So that no rule
// fits itself there, a pattern is only the beginning of what is looked for, and the condition reads the rest.

rule emotet_epoch4_key {
  meta:
    description  = "Public keys of the Emotet botnet Epoch 4 (key agreement, signature): either coordinate, 32 bytes"
    description_ja = "ボットネットEpoch 4の公開鍵（鍵交換用、署名用）の座標（32バイト）のいずれか"
    en           = "“{file}” holds a public key that only Emotet's network “Epoch 4” used, from 2021 to 2023."
    ja           = "「{file}」に、Emotetのネットワーク「Epoch 4」（2021〜2023年）だけが使っていた公開鍵が含まれています。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "OALabs research, 2021-11-18 and 2022-04-30 (decoded keys); epoch named by CAPE-parsers, Emotet.py"
    date         = "2026-11-26"
    era          = "P5,P6,P7,P8"
    family       = "emotet"
    strength     = "conclusive"
    about        = "host"
    attack       = "T1573.002"
    where        = "both"
    false_alarms = "an extractor of configurations that keeps these keys as bytes; a memory image of an analyst's PC"
  strings:
    $agree_x = { f3 a3 35 b5 0e 2e 2b f4 }
    $agree_y = { 44 96 be b4 0e e6 c9 5b }
    $sign_x  = { 40 5f 74 b6 c4 d8 dc 0c }
    $sign_y  = { e8 b0 0a 1e 3c 8b 3f 7b }
  condition:
    any of them and (
      for any i in (1..#agree_x) : (  // suppress: potentially_slow_loop
        uint32be(@agree_x[i] + 8) == 0x3556CD0A and uint32be(@agree_x[i] + 12) == 0x4C293E7C and uint32be(@agree_x[i] + 16) == 0xF110DDCB and
        uint32be(@agree_x[i] + 20) == 0xB04F20B3 and uint32be(@agree_x[i] + 24) == 0xFA0220CE and uint32be(@agree_x[i] + 28) == 0x4CB60C1E
      ) or
      for any i in (1..#agree_y) : (  // suppress: potentially_slow_loop
        uint32be(@agree_y[i] + 8) == 0x9ABD4EBD and uint32be(@agree_y[i] + 12) == 0x9D8FCFE0 and uint32be(@agree_y[i] + 16) == 0x105B344C and
        uint32be(@agree_y[i] + 20) == 0x82042602 and uint32be(@agree_y[i] + 24) == 0xD3BAACF1 and uint32be(@agree_y[i] + 28) == 0xFB9F2C76
      ) or
      for any i in (1..#sign_x) : (  // suppress: potentially_slow_loop
        uint32be(@sign_x[i] + 8) == 0x3D1F067A and uint32be(@sign_x[i] + 12) == 0x37DCB9F9 and uint32be(@sign_x[i] + 16) == 0xB7BD5E8A and
        uint32be(@sign_x[i] + 20) == 0x2FA6A1F2 and uint32be(@sign_x[i] + 24) == 0x0FA1790D and uint32be(@sign_x[i] + 28) == 0x14E5F531
      ) or
      for any i in (1..#sign_y) : (  // suppress: potentially_slow_loop
        uint32be(@sign_y[i] + 8) == 0x901D2626 and uint32be(@sign_y[i] + 12) == 0x3186657C and uint32be(@sign_y[i] + 16) == 0x1AADD9C3 and
        uint32be(@sign_y[i] + 20) == 0x5CAC48F0 and uint32be(@sign_y[i] + 24) == 0x608718D9 and uint32be(@sign_y[i] + 28) == 0x743C58F9
      )
    )
}

rule emotet_epoch5_key {
  meta:
    description  = "Public keys of the Emotet botnet Epoch 5 (key agreement, signature): either coordinate, 32 bytes"
    description_ja = "ボットネットEpoch 5の公開鍵（鍵交換用、署名用）の座標（32バイト）のいずれか"
    en           = "“{file}” holds a public key that only Emotet's network “Epoch 5” used, from 2021 to 2023."
    ja           = "「{file}」に、Emotetのネットワーク「Epoch 5」（2021〜2023年）だけが使っていた公開鍵が含まれています。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "OALabs research, 2021-11-18 and 2022-05-19 (decoded keys); epoch named by CAPE-parsers, Emotet.py"
    date         = "2026-11-26"
    era          = "P5,P6,P7,P8"
    family       = "emotet"
    strength     = "conclusive"
    about        = "host"
    attack       = "T1573.002"
    where        = "both"
    false_alarms = "an extractor of configurations that keeps these keys as bytes; a memory image of an analyst's PC"
  strings:
    $agree_x = { d8 35 93 d7 63 8b 50 c5 }
    $agree_y = { 2e b8 d2 f4 8b 6a c8 d8 }
    $sign_x  = { f4 2f 1a 83 36 1a 27 51 }
    $sign_y  = { 56 09 0f bc 08 7b 80 21 }
  condition:
    any of them and (
      for any i in (1..#agree_x) : (  // suppress: potentially_slow_loop
        uint32be(@agree_x[i] + 8) == 0xDFCDE169 and uint32be(@agree_x[i] + 12) == 0xF9B13600 and uint32be(@agree_x[i] + 16) == 0x9B9B543B and
        uint32be(@agree_x[i] + 20) == 0x1636A25D and uint32be(@agree_x[i] + 24) == 0x442EB238 and uint32be(@agree_x[i] + 28) == 0x30D84736
      ) or
      for any i in (1..#agree_y) : (  // suppress: potentially_slow_loop
        uint32be(@agree_y[i] + 8) == 0x4C7A4544 and uint32be(@agree_y[i] + 12) == 0x1A06FA8F and uint32be(@agree_y[i] + 16) == 0x38BEDAFB and
        uint32be(@agree_y[i] + 20) == 0x00969C84 and uint32be(@agree_y[i] + 24) == 0x2CCE1E36 and uint32be(@agree_y[i] + 28) == 0x80245096
      ) or
      for any i in (1..#sign_x) : (  // suppress: potentially_slow_loop
        uint32be(@sign_x[i] + 8) == 0x8C24F2CA and uint32be(@sign_x[i] + 12) == 0xA8EC85AE and uint32be(@sign_x[i] + 16) == 0x52595175 and
        uint32be(@sign_x[i] + 20) == 0x48940670 and uint32be(@sign_x[i] + 24) == 0x0273AAE8 and uint32be(@sign_x[i] + 28) == 0x9AC4287B
      ) or
      for any i in (1..#sign_y) : (  // suppress: potentially_slow_loop
        uint32be(@sign_y[i] + 8) == 0x7AA6287E and uint32be(@sign_y[i] + 12) == 0x9645B9C3 and uint32be(@sign_y[i] + 16) == 0xC35C2674 and
        uint32be(@sign_y[i] + 20) == 0xCFD8BEA2 and uint32be(@sign_y[i] + 24) == 0x851F7EA7 and uint32be(@sign_y[i] + 28) == 0xA82D9534
      )
    )
}

rule emotet_locked_ecc_key {
  meta:
    description  = "A P-256 key (ECK1, ECS1) locked as Emotet locks its strings, at the beginning of a program's code"
    description_ja = "プログラムのコードの先頭に、Emotetの文字列と同じ方法で暗号化されたP-256の鍵（ECK1、ECS1）があるもの"
    en           = "The program “{file}” keeps a key locked at the beginning of its code, as only Emotet did from November 2021."
    ja           = "プログラム「{file}」は、コードの先頭に暗号鍵を隠しています。これは2021年11月以降のEmotetだけに見られる形式です。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "OALabs research, 2021-11-18 and 2022-04-30 (layout); CAPE-parsers, Emotet.py (layout)"
    date         = "2026-11-26"
    era          = "P5,P6"
    family       = "emotet"
    strength     = "conclusive"
    about        = "host"
    attack       = "T1027.013,T1573.002"
    where        = "both"
    false_alarms = "none known: 96 bits have to agree; a program that imports a P-256 key has it in the clear"
  strings:
    $pe = { 50 45 00 00 }
  condition:
    $pe and uint16(0) == 0x5A4D and uint32(0x3C) < 0x1000 and uint32(uint32(0x3C)) == 0x00004550 and
    with table = uint32(0x3C) + 24 + uint16(uint32(0x3C) + 20) : (
      for any s in (0..3) : (
        s < uint16(uint32(0x3C) + 6) and uint32(table + 40 * s + 36) & 0x20 != 0 and
        for any start in (uint32(table + 40 * s + 20), uint32(table + 40 * s + 12)) : (
          for any i in (0..1023) : (
            uint32(start + 4 * i) ^ uint32(start + 4 * i + 4) == 72 and
            (uint32(start + 4 * i) ^ uint32(start + 4 * i + 8) == 0x314B4345 or
             uint32(start + 4 * i) ^ uint32(start + 4 * i + 8) == 0x31534345) and
            uint32(start + 4 * i) ^ uint32(start + 4 * i + 12) == 32
          )
        )
      )
    )
}

rule emotet_locked_servers {
  meta:
    description  = "A list of servers (address, port, flag) locked as one blob at the beginning of a program's data"
    description_ja = "プログラムのデータの先頭に、接続先サーバー（アドレス、ポート、フラグ）の一覧が、ひとまとまりに暗号化されて置かれているもの"
    en           = "The program “{file}” keeps a locked list of servers at the beginning of its data, as Emotet did from November 2021 to May 2022."
    ja           = "プログラム「{file}」は、データの先頭に接続先の一覧を隠しています。2021年11月〜2022年5月のEmotetと同じ形式です。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "OALabs research, 2021-11-18 and 2022-04-30 (layout, 20 and 63 entries)"
    date         = "2026-11-26"
    era          = "P5,P6"
    family       = "emotet"
    strength     = "strong"
    about        = "host"
    attack       = "T1027.013,T1071.001"
    where        = "both"
    false_alarms = "none known: the length and the flags of eight entries have to agree, 160 bits"
  strings:
    $pe = { 50 45 00 00 }
  condition:
    $pe and uint16(0) == 0x5A4D and uint32(0x3C) < 0x1000 and uint32(uint32(0x3C)) == 0x00004550 and
    with table = uint32(0x3C) + 24 + uint16(uint32(0x3C) + 20) : (
      for any s in (0..7) : (
        s < uint16(uint32(0x3C) + 6) and uint32(table + 40 * s + 36) & 0x80000040 == 0x80000040 and
        for any start in (uint32(table + 40 * s + 20), uint32(table + 40 * s + 12)) : (
          uint32(start) != 0 and
          uint32(start) ^ uint32(start + 4) >= 64 and
          uint32(start) ^ uint32(start + 4) <= 1000 and
          (uint32(start) ^ uint32(start + 4)) % 8 == 0 and
          for all i in (0..7) : (
            (uint32(start) ^ uint32(start + 12 + 8 * i)) >> 16 == 0x0100 and
            (uint32(start) ^ uint32(start + 12 + 8 * i)) & 0xFFFF != 0 and
            (uint32(start) ^ uint32(start + 8 + 8 * i)) & 0xFF != 0 and
            (uint32(start) ^ uint32(start + 8 + 8 * i)) & 0xFF < 224
          )
        )
      )
    )
}

rule emotet_locked_rsa_key {
  meta:
    description  = "An RSA-768 public key (DER, 106 bytes) locked as a blob in the code or data of a 32-bit program"
    description_ja = "32ビット版プログラムのコードまたはデータに、RSA-768の公開鍵（DER形式、106バイト）が暗号化されて置かれているもの"
    en           = "The program “{file}” keeps an RSA key locked in its code or data, as Emotet did in 2020 and January 2021."
    ja           = "プログラム「{file}」は、RSA公開鍵を暗号化して隠しています。2020年〜2021年1月のEmotetと同じ形式です。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "GRNET emotet-utils, 2020-10 (layout); d00rt, emotet_research (key format)"
    date         = "2026-11-26"
    era          = "P2,P3,P4"
    family       = "emotet"
    strength     = "strong"
    about        = "host"
    attack       = "T1027.013,T1573.002"
    where        = "both"
    false_alarms = "none known: 104 bits have to agree; an honest program has its RSA key in the clear, or wholly encrypted"
  strings:
    $pe = { 50 45 00 00 }
  condition:
    $pe and uint16(0) == 0x5A4D and uint32(0x3C) < 0x1000 and uint32(uint32(0x3C)) == 0x00004550 and
    uint16(uint32(0x3C) + 4) == 0x014C and
    with table = uint32(0x3C) + 24 + uint16(uint32(0x3C) + 20) : (
      for any s in (0..7) : (
        s < uint16(uint32(0x3C) + 6) and uint32(table + 40 * s + 36) & 0x60 != 0 and
        for any start in (uint32(table + 40 * s + 20), uint32(table + 40 * s + 12)) : (
          for any i in (0..4095) : (
            uint32(start + 4 * i) ^ uint32(start + 4 * i + 4) == 106 and
            uint32(start + 4 * i) ^ uint32(start + 4 * i + 8) == 0x61026830 and
            (uint32(start + 4 * i) ^ uint32(start + 4 * i + 108)) >> 8 == 0x010302 and
            (uint32(start + 4 * i) ^ uint32(start + 4 * i + 112)) & 0xFFFF == 0x0100
          )
        )
      )
    )
}

rule emotet_plain_key_and_servers {
  meta:
    description  = "An RSA-768 public key in the clear, and ten or more servers (address, port, nothing) at the beginning of the data"
    description_ja = "暗号化されていないRSA-768の公開鍵と、データの先頭にある10件以上の接続先サーバー（アドレスとポート）"
    en           = "The program “{file}” holds an RSA key and a list of servers in the form that Emotet had until 2020."
    ja           = "プログラム「{file}」には、2020年までのEmotetと同じ形式のRSA公開鍵と接続先の一覧が含まれています。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "d00rt, emotet_research, 2019 (key and list); JPCERTCC/MalConfScan, emotetscan.py (ports)"
    date         = "2026-11-26"
    era          = "P1,P2"
    family       = "emotet"
    strength     = "strong"
    about        = "host"
    attack       = "T1573.002,T1071.001"
    where        = "both"
    false_alarms = "a program with an RSA-768 key of its own; it has no such list of addresses and web ports beside it"
  strings:
    $key = { 30 68 02 61 00 }
  condition:
    uint16(0) == 0x5A4D and uint32(0x3C) < 0x1000 and uint32(uint32(0x3C)) == 0x00004550 and
    uint16(uint32(0x3C) + 4) == 0x014C and
    $key and for any i in (1..#key) : (uint32be(@key[i] + 101) == 0x02030100 and uint8(@key[i] + 105) == 1) and  // suppress: potentially_slow_loop
    with table = uint32(0x3C) + 24 + uint16(uint32(0x3C) + 20) : (
      for any s in (0..7) : (
        s < uint16(uint32(0x3C) + 6) and uint32(table + 40 * s + 36) & 0x40 != 0 and
        for any start in (uint32(table + 40 * s + 20), uint32(table + 40 * s + 12)) : (
          for any i in (0..4095) : (
            uint32(start + 4 * i) != 0 and uint16(start + 4 * i + 6) == 0 and
            for all j in (0..9) : (
              uint16(start + 4 * i + 8 * j + 6) == 0 and
              uint8(start + 4 * i + 8 * j + 3) != 0 and uint8(start + 4 * i + 8 * j + 3) < 224 and
              with port = uint16(start + 4 * i + 8 * j + 4) : (
                port == 80 or port == 443 or port == 8080 or port == 7080 or port == 8090 or port == 4143 or
                port == 990 or port == 995 or port == 50000 or port == 20 or port == 22
              )
            )
          )
        )
      )
    )
}

rule rsa_key_of_768_bits {
  meta:
    description  = "An RSA public key of 768 bits in DER, 106 bytes, in the clear: so short are Emotet's until January 2021, and hardly any others"
    description_ja = "暗号化されていない768ビットのRSA公開鍵（DER形式、106バイト）。2021年1月までのEmotetの鍵の長さで、ほかではほとんど使われない"
    en           = "“{file}” holds a short RSA key as Emotet's programs used until January 2021; very old honest software has such keys, too."
    ja           = "「{file}」に、2021年1月までのEmotetが使っていたものと同じ長さの短いRSA公開鍵が含まれています。古い正規のソフトウェアにも見られることがあります。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "d00rt, emotet_research, 2019 (format of the keys); RFC 8017 A.1.1"
    date         = "2026-11-26"
    era          = "P1,P2,P3,P4"
    family       = ""
    strength     = "hint"
    about        = "host"
    attack       = "T1573.002"
    where        = "both"
    false_alarms = "keys of the 1990s, and the test keys of libraries for cryptography"
  strings:
    $key = { 30 68 02 61 00 }
  condition:
    $key and for any i in (1..#key) : (uint32be(@key[i] + 101) == 0x02030100 and uint8(@key[i] + 105) == 1)  // suppress: potentially_slow_loop
}
