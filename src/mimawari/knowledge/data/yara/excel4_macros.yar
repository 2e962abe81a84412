// Excel 4.0 macros (XLM) that bring and start a program. The marks stand in the clear in a binary workbook (BIFF8), in the part of a
// macro sheet (xl/macrosheets/*.xml, *.bin) and in SYLK; each rule asks how
// the file begins, so that a text about them does not fit.

rule excel4_fetches_library {
  meta:
    description  = "A macro sheet that calls URLDownloadToFile and names one of the loaders of Windows, or hands over a file of the folder above"
    description_ja = "URLDownloadToFileを呼び出し、Windowsの起動用プログラムの名前か、親フォルダーのファイルの受け渡しを含むマクロシート"
    en           = "The macro sheet of “{file}” downloads a file and hands it to one of Windows' own loaders."
    ja           = "ブック「{file}」のExcel 4.0マクロは、ファイルをダウンロードし、Windows標準のプログラムに読み込ませます。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "executemalware, Malware-IOCs, 2022-02 to 2022-11 (formulas); MITRE ATT&CK T1218.010"
    date         = "2026-11-26"
    era          = ""
    family       = ""
    strength     = "strong"
    about        = "delivery"
    attack       = "T1566.001,T1204.002,T1105,T1218.010"
    where        = "file"
    false_alarms = "an old in-house workbook that downloads a price list does not register it as a library"
  strings:
    $biff     = { 09 08 10 00 00 06 40 00 }
    $xml      = "<xm:macrosheet"
    $fetch    = "URLDownloadToFile" ascii wide
    $regsvr   = "regsvr32" ascii wide nocase
    $rundll   = "rundll32" ascii wide nocase
    $register = "DllRegisterServer" ascii wide
    $above    = /[e\/-][Ss]? {1,2}\.\.\\[A-Za-z]{2,10}[0-9]?\.[a-z]{2,10}/ ascii wide
  condition:
    filesize < 64MB and
    (uint32(0) == 0xE011CFD0 and $biff or $biff at 0 or $xml in (0 .. 1024) or uint16(0) == 0x0181 or uint32(0) == 0x503B4449) and
    $fetch and any of ($regsvr, $rundll, $register, $above)
}

rule emotet_excel4_list {
  meta:
    description  = "A macro sheet with three or more downloads into short small names (.ocx, .dll) of the folder above, handed to a loader"
    description_ja = "親フォルダーに小さな短い名前（.ocx、.dll）で3件以上ダウンロードし、起動用プログラムに渡すマクロシート"
    en           = "The macro sheet of “{file}” tries several downloads in turn and has Windows load them, as Emotet's workbooks of February to July 2022 did."
    ja           = "ブック「{file}」のExcel 4.0マクロは、複数のダウンロード先を順に試し、取得したライブラリーを読み込ませます。2022年2月〜7月のEmotetのブックと同じです。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "executemalware, Malware-IOCs, and pr0xylife, Emotet, 2022-02 to 2022-07 (formulas)"
    date         = "2026-11-26"
    era          = "P5,P6"
    family       = "emotet"
    strength     = "strong"
    about        = "delivery"
    attack       = "T1566.001,T1204.002,T1105,T1218.010"
    where        = "file"
    false_alarms = "other loaders' workbooks share single marks (Qakbot: a capital or another extension, other switches); all together were Emotet's"
  strings:
    $biff   = { 09 08 10 00 00 06 40 00 }
    $xml    = "<xm:macrosheet"
    $fetch  = "URLDownloadToFileA" ascii wide
    $types  = "JJCCBB" ascii wide
    $start  = /[e\/-][Ss]? {1,2}\.\.\\[a-z]{2,8}[0-9]?\.(ocx|dll)/ ascii wide  // the loader's name is often cut into pieces
    $target = /\.\.\\[a-z]{2,8}[0-9]?\.(ocx|dll)/ ascii wide
  condition:
    filesize < 64MB and
    (uint32(0) == 0xE011CFD0 and $biff or $biff at 0 or $xml in (0 .. 1024) or uint16(0) == 0x0181 or uint32(0) == 0x503B4449) and
    #fetch >= 3 and $types and $start and #target >= 4
}

rule emotet_excel4_odd_extension {
  meta:
    description  = "A macro sheet that registers a library with the extension ooccxx or ooocccxxx"
    description_ja = "拡張子がooccxxまたはooocccxxxのDLLを登録するマクロシート"
    en           = "The macro sheet of “{file}” registers a library with the odd extension that only Emotet's workbooks of November 2022 used."
    ja           = "ブック「{file}」のExcel 4.0マクロは、2022年11月のEmotetのブックだけが使った特殊な拡張子のライブラリーを登録します。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "executemalware, Malware-IOCs, 2022-11"
    date         = "2026-11-26"
    era          = "P7"
    family       = "emotet"
    strength     = "strong"
    about        = "delivery"
    attack       = "T1566.001,T1204.002,T1105,T1218.010"
    where        = "file"
    false_alarms = "none known; a report about Emotet has no macro sheet"
  strings:
    $biff   = { 09 08 10 00 00 06 40 00 }
    $xml    = "<xm:macrosheet"
    $double = ".ooccxx" ascii wide
    $triple = ".ooocccxxx" ascii wide
    $loader = "regsvr32" ascii wide nocase
  condition:
    filesize < 64MB and
    (uint32(0) == 0xE011CFD0 and $biff or $biff at 0 or $xml in (0 .. 1024) or uint16(0) == 0x0181 or uint32(0) == 0x503B4449) and
    any of ($double, $triple) and $loader
}

rule emotet_excel4_caret_page {
  meta:
    description  = "A workbook with macro sheet or defined names and a command broken by carets: mshta of a page at a bare number"
    description_ja = "マクロシートまたは定義された名前があり、^で分断されたコマンド（数値だけのアドレスのページをmshtaで開く）を含むブック"
    en           = "“{file}” hides a command with carets among its letters that runs a page at a bare IP address, as Emotet's workbooks did around January 2022."
    ja           = "「{file}」に、文字の間に「^」を挟んで読みにくくしたコマンドがあり、IPアドレスで指定したページを実行します。2022年1月頃のEmotetのブックと同じです。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "Trend Micro, 2022-01-21 (carets, hexadecimal and octal numbers); Palo Alto Unit 42, timely threat intel, 2022-01"
    date         = "2026-11-26"
    era          = "P5"
    family       = "emotet"
    strength     = "strong"
    about        = "delivery"
    attack       = "T1566.001,T1204.002,T1218.005,T1027.010"
    where        = "file"
    false_alarms = "none known; an honest workbook has no reason to break the name of mshta"
  strings:
    $biff  = { 09 08 10 00 00 06 40 00 }
    $xml   = "<xm:macrosheet"
    $book  = "<workbook "
    $mshta = /(m\^s\^?h\^?t\^?a|ms\^h\^?t\^?a|msh\^t\^?a|msht\^a)/ ascii wide nocase
    $page  = /p\^?:\^?\/\^\/\^?[0-9]/ ascii wide nocase
  condition:
    filesize < 64MB and
    (uint32(0) == 0xE011CFD0 and $biff or $biff at 0 or $xml in (0 .. 1024) or $book in (0 .. 1024) or uint16(0) == 0x0181 or
     uint32(0) == 0x503B4449) and
    $mshta and $page
}

rule excel4_writes_scripts {
  meta:
    description  = "A macro sheet that names a .vbs and a .bat file in ProgramData and the script host"
    description_ja = "ProgramDataの.vbsと.batのファイル、およびスクリプトの実行プログラムを名指しするマクロシート"
    en           = "The macro sheet of “{file}” writes two scripts into ProgramData and runs them; Emotet's workbooks of February 2022 did so."
    ja           = "ブック「{file}」のExcel 4.0マクロは、ProgramDataに2つのスクリプトを作成して実行します。2022年2月のEmotetにも見られた動作です。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "Palo Alto Unit 42, timely threat intel, 2022-02"
    date         = "2026-11-26"
    era          = "P5"
    family       = ""
    strength     = "strong"
    about        = "delivery"
    attack       = "T1566.001,T1204.002,T1059.005,T1059.003"
    where        = "file"
    false_alarms = "an installer made as a workbook; its scripts would not be Excel 4.0 macros any more"
  strings:
    $biff  = { 09 08 10 00 00 06 40 00 }
    $xml   = "<xm:macrosheet"
    $vbs   = /:\\ProgramData\\[A-Za-z0-9]{1,30}\.vbs/ ascii wide nocase
    $bat   = /:\\ProgramData\\[A-Za-z0-9]{1,30}\.bat/ ascii wide nocase
    $host  = "wscript" ascii wide nocase
  condition:
    filesize < 64MB and
    (uint32(0) == 0xE011CFD0 and $biff or $biff at 0 or $xml in (0 .. 1024) or uint16(0) == 0x0181 or uint32(0) == 0x503B4449) and
    all of ($vbs, $bat, $host)
}
