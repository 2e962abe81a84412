// What Emotet's program keeps in the clear only while it runs: its decoded texts, the names of its kernel objects.
//
// One of these texts alone stands in many programs; what counts is that they stand together. In an image of a whole memory
// everything stands somewhere, so each rule asks how near.

rule emotet_texts_64bit {
  meta:
    description  = "Decoded texts of the 64-bit program within 64 KiB: how it starts itself, and three of its other texts"
    description_ja = "64ビット版の復号後の文字列（自身の起動方法と、ほかの3種類）が64KB以内に集まっているもの"
    en           = "“{file}” holds, close together, the texts that Emotet's 64-bit program decodes while it runs, its own start command among them."
    ja           = "「{file}」に、Emotet（64ビット版）が実行中に復号する文字列がまとまって含まれています（自分自身を起動するコマンドを含む）。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "OALabs research, 2022-04-30 and 2022-05-19 (decoded texts)"
    date         = "2026-11-26"
    era          = "P6,P7,P8"
    family       = "emotet"
    strength     = "strong"
    about        = "host"
    attack       = "T1218.010,T1547.001,T1140"
    where        = "memory"
    false_alarms = "installers have the start command in other forms; the Windows names of cryptography alone are in every browser"
  strings:
    $start   = "%s\\regsvr32.exe " ascii  // and behind it: "%s\%s"
    $starts  = "%s\\regsvr32.exe " wide
    $bot     = "%s_%08X" ascii wide
    $nltest  = "nltest /dclist:" ascii wide
    $thread  = "--%S--" ascii wide
    $zone    = "%s:Zone.Identifier" ascii wide
    $station = "WinSta0\\Default" ascii wide
    $blob    = "ECCPUBLICBLOB" ascii wide
    $sign    = "ECDSA_P256" ascii wide
    $data    = "KeyDataBlob" ascii wide
  condition:
    any of ($start, $starts) and (
      for any i in (1..#start) : (  // suppress: potentially_slow_loop
        uint32be(@start[i] + 16) == 0x2225735C and uint16be(@start[i] + 20) == 0x2573 and uint8(@start[i] + 22) == 0x22 and
        for 3 of ($bot, $nltest, $thread, $zone, $station, $blob, $sign, $data) : (
          $ in (@start[i] - 0x10000 .. @start[i] + 0x10000)
        )
      ) or
      for any i in (1..#starts) : (  // suppress: potentially_slow_loop
        uint32be(@starts[i] + 32) == 0x22002500 and uint32be(@starts[i] + 36) == 0x73005C00 and
        uint32be(@starts[i] + 40) == 0x25007300 and uint16be(@starts[i] + 44) == 0x2200 and
        for 3 of ($bot, $nltest, $thread, $zone, $station, $blob, $sign, $data) : (
          $ in (@starts[i] - 0x10000 .. @starts[i] + 0x10000)
        )
      )
    )
}

rule emotet_texts_32bit {
  meta:
    description  = "Decoded texts of the program of November 2021 within 64 KiB: both ways in which it starts libraries"
    description_ja = "2021年11月版の復号後の文字列（DLLを起動する2通りの方法）が64KB以内に集まっているもの"
    en           = "“{file}” holds, close together, the commands with which Emotet's program of 2021 and 2022 starts itself and what it downloads."
    ja           = "「{file}」に、2021〜2022年のEmotetが自分自身やダウンロードしたファイルを起動するコマンドがまとまって含まれています。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "OALabs research, 2021-11-18 (decoded texts)"
    date         = "2026-11-26"
    era          = "P5"
    family       = "emotet"
    strength     = "strong"
    about        = "host"
    attack       = "T1218.010,T1218.011,T1547.001,T1140"
    where        = "memory"
    false_alarms = "installers start libraries through one of the two, with the file's name alone"
  strings:
    $rundll   = "%s\\rundll32.exe " ascii  // and behind it: "%s\%s",%s
    $rundlls  = "%s\\rundll32.exe " wide
    $regsvr   = "%s\\regsvr32.exe -s \"%s\"" ascii wide
    $control  = "Control_RunDLL" ascii wide
    $register = "DllRegisterServer" ascii wide
  condition:
    $regsvr and (
      for any i in (1..#rundll) : (  // suppress: potentially_slow_loop
        uint32be(@rundll[i] + 16) == 0x2225735C and uint32be(@rundll[i] + 20) == 0x2573222C and
        uint16be(@rundll[i] + 24) == 0x2573 and
        $regsvr in (@rundll[i] - 0x10000 .. @rundll[i] + 0x10000) and
        any of ($control, $register) in (@rundll[i] - 0x10000 .. @rundll[i] + 0x10000)
      ) or
      for any i in (1..#rundlls) : (  // suppress: potentially_slow_loop
        uint32be(@rundlls[i] + 32) == 0x22002500 and uint32be(@rundlls[i] + 36) == 0x73005C00 and
        uint32be(@rundlls[i] + 40) == 0x25007300 and uint32be(@rundlls[i] + 44) == 0x22002C00 and
        uint32be(@rundlls[i] + 48) == 0x25007300 and
        $regsvr in (@rundlls[i] - 0x10000 .. @rundlls[i] + 0x10000) and
        any of ($control, $register) in (@rundlls[i] - 0x10000 .. @rundlls[i] + 0x10000)
      )
    )
}

rule emotet_kernel_objects {
  meta:
    description  = "The event and the two mutexes of 2018 to 2020, all three with the same serial of the drive C:"
    description_ja = "2018年から2020年のEmotetが使うイベント1個とミューテックス2個が、同じCドライブのシリアル番号を含むもの"
    en           = "“{file}” holds the names of the three kernel objects that Emotet made from 2018 to 2020, all with the same number."
    ja           = "「{file}」に、2018〜2020年のEmotetが作成した3つのカーネルオブジェクトの名前（同じ番号のもの）が含まれています。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "d00rt, emotet_protection_tools, 2019 (names of the objects)"
    date         = "2026-11-26"
    era          = "P1"
    family       = "emotet"
    strength     = "strong"
    about        = "host"
    attack       = "T1480.002"
    where        = "memory"
    false_alarms = "a tool that makes these objects to keep Emotet out (a vaccine)"
  strings:
    $event = /Global\\E[0-9A-F]{8}/ wide
    $first = /Global\\I[0-9A-F]{8}/ wide
    $other = /Global\\M[0-9A-F]{8}/ wide
  condition:
    all of them and
    for any i in (1..500) : (
      i <= #event and
      for any j in (1..500) : (
        j <= #first and
        for all k in (0..3) : (uint32(@event[i] + 16 + 4 * k) == uint32(@first[j] + 16 + 4 * k))
      ) and
      for any j in (1..500) : (
        j <= #other and
        for all k in (0..3) : (uint32(@event[i] + 16 + 4 * k) == uint32(@other[j] + 16 + 4 * k))
      )
    )
}

rule emotet_server_certificate {
  meta:
    description  = "The name in the certificate of every server of 2023, as DER: GB, London, London, Global Security, IT Department, example.com"
    description_ja = "2023年の全サーバーで使われた証明書の名義（DER形式：GB、London、Global Security、IT Department、example.com）"
    en           = "“{file}” holds the certificate name that Emotet's servers had in 2023; TrickBot's servers and textbook examples had it, too."
    ja           = "「{file}」に、2023年のEmotetの接続先サーバーと同じ証明書の名前が含まれています。TrickBotのサーバーや解説記事の例にも使われています。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "Palo Alto Unit 42, timely threat intel, 2023-03 (certificates of all servers)"
    date         = "2026-11-26"
    era          = "P8"
    family       = ""
    strength     = "hint"
    about        = "host"
    attack       = "T1573.002"
    where        = "both"
    false_alarms = "a test server whose certificate was made after the same example for OpenSSL"
  strings:
    $name = {
      06 03 55 04 07 (0C | 13) 06 4C 6F 6E 64 6F 6E
      31 18 30 16 06 03 55 04 0A (0C | 13) 0F 47 6C 6F 62 61 6C 20 53 65 63 75 72 69 74 79
      31 16 30 14 06 03 55 04 0B (0C | 13) 0D 49 54 20 44 65 70 61 72 74 6D 65 6E 74
      31 14 30 12 06 03 55 04 03 (0C | 13) 0B 65 78 61 6D 70 6C 65 2E 63 6F 6D
    }
  condition:
    $name
}
