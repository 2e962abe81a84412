// Machine code of Emotet's own program, as it lies in memory or in a file that was written from there. Where a pattern is cut short, the
// condition reads the rest (see emotet_keys.yar).
//
// The byte patterns of the 32-bit rules are those that JPCERT/CC published (jpcert-yara, other/emotet.yara, and MalConfScan), under the
// 3-Clause BSD License; conditions and words are this project's.
//
// Copyright 2023 JPCERT Coordination Center
//
// Redistribution and use in source and binary forms, with or without modification, are permitted provided that the following
// conditions are met:
//
// 1. Redistributions of source code must retain the above copyright notice, this list of conditions and the following
// disclaimer.
//
// 2. Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following
// disclaimer in the documentation and/or other materials provided with the distribution.
//
// 3. Neither JPCERT Coordination Center nor the names of its contributors may be used to endorse or promote products derived
// from this software without specific prior written permission.
//
// THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING,
// BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED.
//
// IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
// CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR
// PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR
// TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
// POSSIBILITY OF SUCH DAMAGE.

rule emotet_code_2017 {
  meta:
    description  = "Two constants of the version that JPCERT/CC calls v4, within 4 KiB of each other"
    description_ja = "JPCERT/CCがv4と呼ぶバージョンに特有の2つの定数が、4KB以内の近さにあるもの"
    en           = "“{file}” holds two constants, close to each other, that stood in Emotet's code from 2017 to 2019; other programs have them, too."
    ja           = "「{file}」に、2017〜2019年のEmotetのコードと同じ2つの定数が近接して含まれています。無関係のプログラムにも現れることがあります。"
    author       = "mimawari"
    license      = "BSD-3-Clause (byte patterns: Copyright 2023 JPCERT Coordination Center)"
    reference    = "JPCERT/CC, jpcert-yara 7837438 and MalConfScan 19ec0d1 (v4)"
    date         = "2026-11-26"
    era          = "P1"
    family       = ""
    strength     = "hint"
    about        = "host"
    attack       = "T1027"
    where        = "memory"
    false_alarms = "five bytes each: chance in large dumps and installers (GIMP's was reported); hence near each other, and a hint"
  strings:
    $first  = { BB 00 C3 4C }
    $second = { B8 00 C3 CC 84 }
  condition:
    $first and $second and
    for any i in (1..#first) : (  // suppress: potentially_slow_loop
      uint8(@first[i] + 4) == 0x84 and $second in (@first[i] - 0x1000 .. @first[i] + 0x1000)
    )
}

rule emotet_code_random_2019 {
  meta:
    description  = "The random number step of the version that JPCERT/CC calls v5: multiply, clear, add"
    description_ja = "JPCERT/CCがv5と呼ぶバージョンの乱数計算（乗算、ゼロクリア、加算）の命令列"
    en           = "“{file}” draws random numbers with the same code as Emotet in 2019 and 2020; other programs may do so, too."
    ja           = "「{file}」に、2019〜2020年のEmotetと同じ乱数生成コードが含まれています。無関係のプログラムにも現れることがあります。"
    author       = "mimawari"
    license      = "BSD-3-Clause (byte patterns: Copyright 2023 JPCERT Coordination Center)"
    reference    = "JPCERT/CC, jpcert-yara 7837438 and MalConfScan 19ec0d1 (v5)"
    date         = "2026-11-26"
    era          = "P1,P2"
    family       = ""
    strength     = "hint"
    about        = "host"
    attack       = "T1027"
    where        = "memory"
    false_alarms = "the C standard's own example of a generator (1103515245, 12345), which many programs carry; the same order is chance"
  strings:
    $step = { 33 D2 81 C1 39 30 00 00 }
  condition:
    $step and for any i in (1..#step) : (uint32be(@step[i] - 4) == 0x6D4EC641)  // suppress: potentially_slow_loop
}

rule emotet_code_servers_2019 {
  meta:
    description  = "The walk through the table of servers of the version that JPCERT/CC calls v6"
    description_ja = "JPCERT/CCがv6と呼ぶバージョンの、接続先サーバーの一覧を順に読む命令列"
    en           = "“{file}” walks through a list of servers with the very code of Emotet's 32-bit program."
    ja           = "「{file}」に、Emotet（32ビット版）が接続先の一覧を処理するコードとまったく同じコードが含まれています。"
    author       = "mimawari"
    license      = "BSD-3-Clause (byte patterns: Copyright 2023 JPCERT Coordination Center)"
    reference    = "JPCERT/CC, jpcert-yara 7837438 and MalConfScan 19ec0d1 (v6)"
    date         = "2026-11-26"
    era          = "P1,P2,P3"
    family       = "emotet"
    strength     = "strong"
    about        = "host"
    attack       = "T1071.001"
    where        = "both"
    false_alarms = "none known: 28 fixed bytes of one function"
  strings:
    $walk = { C7 40 20 ?? ?? ?? 00 C7 40 10 ?? ?? ?? 00 C7 40 0C 00 00 00 00 }
  condition:
    $walk and
    for any i in (1..#walk) : (  // suppress: potentially_slow_loop
      uint16be(@walk[i] + 21) == 0x833C and uint8(@walk[i] + 23) == 0xCD and
      uint32be(@walk[i] + 28) == 0x00740E41 and uint16be(@walk[i] + 32) == 0x8948 and
      uint16be(@walk[i] + 35) == 0x833C and uint8(@walk[i] + 37) == 0xCD and
      uint16be(@walk[i] + 42) == 0x0075 and uint8(@walk[i] + 44) == 0xF2
    )
}

rule emotet_code_path_2020 {
  meta:
    description  = "Both parts of the code that makes up the path of an address, of the version that JPCERT/CC calls v7"
    description_ja = "JPCERT/CCがv7と呼ぶバージョンの、接続先アドレスのパスを組み立てる命令列（2か所とも）"
    en           = "“{file}” makes up addresses with the very code of Emotet's program of 2020."
    ja           = "「{file}」に、2020年のEmotetが通信先のURLを生成するコードとまったく同じコードが含まれています。"
    author       = "mimawari"
    license      = "BSD-3-Clause (byte patterns: Copyright 2023 JPCERT Coordination Center)"
    reference    = "JPCERT/CC, jpcert-yara 7837438 and MalConfScan 19ec0d1 (v7)"
    date         = "2026-11-26"
    era          = "P2,P3"
    family       = "emotet"
    strength     = "strong"
    about        = "host"
    attack       = "T1071.001"
    where        = "both"
    false_alarms = "none known: 38 fixed bytes in two places; the shorter part alone is not enough"
  strings:
    $draw  = { 6A 06 33 D2 ?? F7 ?? 8B DA 43 74 }
    $build = { 83 E6 0F 8B CF 83 C6 04 50 8B D6 E8 }
  condition:
    $draw and $build and
    for any i in (1..#build) : (  // suppress: potentially_slow_loop
      uint32be(@build[i] + 16) == 0x596A2F8D and uint32be(@build[i] + 20) == 0x3C775866 and
      uint32be(@build[i] + 24) == 0x890783C7 and uint16be(@build[i] + 28) == 0x024B and uint8(@build[i] + 30) == 0x75
    )
}

rule emotet_code_servers_2022 {
  meta:
    description  = "Five or more functions of a 64-bit program that each put together one server: locked address, port and flag, then their keys"
    description_ja = "64ビット版の、接続先サーバー（暗号化されたアドレス、ポート、フラグ）を1件ずつ組み立てる関数が5個以上と、その鍵"
    en           = "“{file}” puts its servers together one by one in the code, as only Emotet's 64-bit program of November 2022 did."
    ja           = "「{file}」は、接続先を1件ずつコードの中で組み立てています。2022年11月のEmotet（64ビット版）だけに見られる形式です。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "c3rb3ru5d3d53c, mwcfg-modules emotet, 2022-11 (form of the functions); ports: JPCERTCC/MalConfScan, daily lists of 2021-11 to 2022-11"
    date         = "2026-11-26"
    era          = "P7,P8"
    family       = "emotet"
    strength     = "strong"
    about        = "host"
    attack       = "T1027.013,T1071.001"
    where        = "both"
    false_alarms = "code that stores four constants on the stack is everywhere; that five such decode to flag 1 and a known port is not"
  strings:
    $function = { C7 44 24 ?? ?? ?? ?? ?? C7 04 24 ?? ?? ?? ?? C7 44 24 ?? ?? ?? ?? ?? C7 44 24 ?? ?? ?? ?? ?? }
  condition:
    $function and #function >= 5 and
    for 5 i in (1..#function) : (  // suppress: potentially_slow_loop
      (uint32(@function[i] + 11) ^ uint32(@function[i] + 27)) & 0xFFFF == 1 and
      (uint32(@function[i] + 4) ^ uint32(@function[i] + 19)) & 0xFF != 0 and
      (uint32(@function[i] + 4) ^ uint32(@function[i] + 19)) & 0xFF < 224 and
      with port = (uint32(@function[i] + 11) ^ uint32(@function[i] + 27)) >> 16 : (
        port == 80 or port == 443 or port == 8080 or port == 7080 or port == 8090 or port == 4143 or
        port == 990 or port == 995 or port == 50000 or port == 20 or port == 22
      )
    )
}

rule emotet_core_name {
  meta:
    description  = "The unpacked 64-bit program's export directory: the name Y.dll and, alone behind it, DllRegisterServer"
    description_ja = "展開後の64ビット版本体のエクスポート情報（名前はY.dllで、関数はDllRegisterServerのみ）"
    en           = "The library “{file}” calls itself Y.dll and offers nothing but DllRegisterServer, as Emotet's unpacked 64-bit program does."
    ja           = "ライブラリー「{file}」の内部名はY.dllで、公開する関数はDllRegisterServerだけです。Emotet（64ビット版）本体の特徴と一致します。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "OALabs research, 2022-04-30 (emotet_x64)"
    date         = "2026-11-26"
    era          = "P6"
    family       = ""
    strength     = "hint"
    about        = "host"
    attack       = "T1218.010"
    where        = "both"
    false_alarms = "a small COM library that somebody named Y.dll"
  strings:
    $names = "\x00Y.dll\x00DllRegisterServer\x00"
  condition:
    uint16(0) == 0x5A4D and uint32(0x3C) < 0x1000 and uint32(uint32(0x3C)) == 0x00004550 and
    uint16(uint32(0x3C) + 4) == 0x8664 and $names
}
