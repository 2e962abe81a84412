// OneNote sections with a script behind a picture: Emotet's carrier from 2023-03-15. The layout is that of [MS-ONESTORE]: the section's
// GUID at the beginning, each embedded file behind the GUID of a FileDataStoreObject (2.6.13) and 20 bytes of lengths.

rule emotet_onenote_script {
  meta:
    description  = "A section that names click.wsf or “press to unblock document.vbs” and has an embedded file that begins as text"
    description_ja = "click.wsfまたは「press to unblock document.vbs」という名前があり、テキストで始まるファイルが埋め込まれたOneNoteのセクション"
    en           = "The notebook “{file}” holds a script under the name that Emotet's notebooks of March 2023 gave it."
    ja           = "OneNoteファイル「{file}」に、2023年3月のEmotetが使ったものと同じ名前のスクリプトが埋め込まれています。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "Palo Alto Unit 42, timely threat intel, 2023-03-16 and 2023-03-22; [MS-ONESTORE] 2.6.13"
    date         = "2026-11-26"
    era          = "P8"
    family       = "emotet"
    strength     = "strong"
    about        = "delivery"
    attack       = "T1566.001,T1204.002,T1059.005"
    where        = "file"
    false_alarms = "an analyst's notebook about Emotet that also holds a text file"
  strings:
    $store = { E7 16 E3 BD 65 26 11 45 A4 C4 8D 4D 0B 7A 9E AC }
    $click = "click.wsf" wide nocase fullword
    $press = "press to unblock document.vbs" wide nocase
    $cloud = { 2F E9 8D 63 D4 A6 C1 4B 9A 36 B3 FC 25 11 A5 B7 }
    $tag   = "<script language=" ascii nocase
    $run   = "ExecuteGlobal" ascii nocase
    $make  = "CreateObject(" ascii nocase
  condition:
    uint32(0) == 0x7B5C52E4 and uint32(4) == 0x4DA7D88C and
    any of ($click, $press) and (
      $cloud at 48 and any of ($tag, $run, $make) or
      for any i in (1..#store) : (  // suppress: potentially_slow_loop
        uint32(@store[i] + 16) > 40 and
        uint32(@store[i] + 36) & 0x80808080 == 0 and uint8(@store[i] + 36) >= 0x09 and
        uint8(@store[i] + 37) >= 0x09 and uint8(@store[i] + 38) >= 0x09 and uint8(@store[i] + 39) >= 0x09
      )
    )
}

rule onenote_lure_script {
  meta:
    description  = "A section whose page tells the reader to double-click, and that has an embedded file with a script's words in it"
    description_ja = "ページでダブルクリックを促し、スクリプトの語句を含むファイルが埋め込まれたOneNoteのセクション"
    en           = "The notebook “{file}” tells its reader to double-click, and what lies below is a script."
    ja           = "OneNoteファイル「{file}」は、ダブルクリックするよう指示しています。クリックさせようとしているのは、埋め込まれたスクリプトです。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "Palo Alto Unit 42, timely threat intel, 2023-03; [MS-ONESTORE] 2.6.13"
    date         = "2026-11-26"
    era          = ""
    family       = ""
    strength     = "strong"
    about        = "delivery"
    attack       = "T1566.001,T1204.002,T1059.005"
    where        = "file"
    false_alarms = "an administrator's notebook with scripts; it does not ask to double-click in order to see the document"
  strings:
    $store  = { E7 16 E3 BD 65 26 11 45 A4 C4 8D 4D 0B 7A 9E AC }
    $click  = "double-click" ascii wide nocase
    $twice  = "double click" ascii wide nocase
    $view   = "to view" ascii wide nocase
    $open   = "to open" ascii wide nocase
    $view2  = "\"View\"" ascii wide nocase
    $shell  = "WScript.Shell" ascii nocase
    $create = "CreateObject(" ascii nocase
    $tag    = "<script" ascii nocase
    $job    = "<job" ascii nocase
    $posh   = "powershell" ascii nocase
    $loader = "regsvr32" ascii nocase
  condition:
    uint32(0) == 0x7B5C52E4 and uint32(4) == 0x4DA7D88C and
    any of ($click, $twice) and any of ($view, $open, $view2) and
    for any i in (1..#store) : (  // suppress: potentially_slow_loop
      uint32(@store[i] + 36) & 0x80808080 == 0 and
      for 2 of ($shell, $create, $tag, $job, $posh, $loader) : (
        $ in (@store[i] + 36 .. @store[i] + 36 + uint32(@store[i] + 16))
      )
    )
}
