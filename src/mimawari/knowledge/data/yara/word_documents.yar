// Word 97-2003 documents of Emotet's builder (2018-04 to 2020-01). The text of a macro lies compressed in them, but the names that it
// uses stand in the clear in the cache of its project (_VBA_PROJECT, each with its length in front), the modules in PROJECT, the
// properties in SummaryInformation.

rule emotet_word_builder {
  meta:
    description  = "Revision 1, never edited, created and saved in one minute; its module renamed; a start written by hand; a control in the page; an object's Create"
    description_ja = "リビジョンが1で編集されず、1分以内に作成・保存され、モジュール名の変更、手書きの起動処理、ページ上のコントロール、オブジェクトのCreateがある文書"
    en           = "The document “{file}” was made by the program that made Emotet's documents until January 2020."
    ja           = "文書「{file}」は、2020年1月までのEmotetの文書と同じ作成ツールで作られたものです。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "this project's docs/emotet-document-marks.md: 206 documents of 2018-04 to 2021-12, 69 of other malware, 951 honest ones"
    date         = "2026-11-26"
    era          = "P1"
    family       = "emotet"
    strength     = "strong"
    about        = "delivery"
    attack       = "T1566.001,T1204.002,T1059.005"
    where        = "file"
    false_alarms = "a form that a program wrote, with a renamed module and autoopen; it starts no process through an object"
  strings:
    $word    = "W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t\x00\x00\x00"
    $summary = { E0 85 9F F2 F9 4F 68 10 AB 91 08 00 2B 27 B3 D9 30 00 00 00 }
    $module  = /Document=[A-Za-z][A-Za-z0-9_]{3,60}\/&H00000000/
    $honest  = /Document=(ThisDocument1?|Diese{1,2}sDokument|DasDokument|CeDocument|DocumentActuel|EsteDocumento|QuestoDocumento|DitDocument|DettaDokument|DetteDokumente?t?|TamaAsiakirja|Ten_?[Dd]okument|Tento_?[Dd]okument|Ez_?[Aa]_?[Dd]okumentum|BuBelge|BuDokuman|AquestDocument|AcestDocument|TaDokument|OvajDokument)\//
    $start   = { 08 ?? 61 75 74 6F 6F 70 65 6E }  // autoopen
    $start2  = { 0D ?? 44 6F 63 75 6D 65 6E 74 5F 6F 70 65 6E }  // Document_open
    $control = "CONTROL Forms." ascii wide
    $create  = { 06 ?? 43 72 65 61 74 65 }  // Create
    $get     = { 09 ?? 47 65 74 4F 62 6A 65 63 74 }  // GetObject
    $get2    = { 0C ?? 43 72 65 61 74 65 4F 62 6A 65 63 74 }  // CreateObject
  condition:
    uint32(0) == 0xE011CFD0 and filesize < 32MB and
    $word and $module and not $honest and any of ($start, $start2) and $control and
    $create and any of ($get, $get2) and $summary and
    for any k in (1..#summary) : (  // suppress: potentially_slow_loop
      with base = @summary[k] - 28 + uint32(@summary[k] + 16) : (
        for any i in (0..31) : (
          uint32(base + 8 + 8 * i) == 9 and
          with spot = base + uint32(base + 12 + 8 * i) : (uint32(spot) == 0x1E and uint16(spot + 8) == 0x0031)
        ) and
        for any i in (0..31) : (
          uint32(base + 8 + 8 * i) == 10 and
          with spot = base + uint32(base + 12 + 8 * i) : (uint32(spot) == 0x40 and uint32(spot + 4) == 0 and uint32(spot + 8) == 0)
        ) and
        for any i in (0..31) : (
          uint32(base + 8 + 8 * i) == 12 and
          for any j in (0..31) : (
            uint32(base + 8 + 8 * j) == 13 and
            with created = base + uint32(base + 12 + 8 * i), saved = base + uint32(base + 12 + 8 * j) : (
              uint32(created) == 0x40 and uint32(saved) == 0x40 and uint32(created + 8) != 0 and
              uint32(created + 4) == uint32(saved + 4) and uint32(created + 8) == uint32(saved + 8)
            )
          )
        )
      )
    )
}

rule word_macro_hides_window {
  meta:
    description  = "Names of a macro that starts by itself: ShowWindow, and a constant of Office that only happens to be 0"
    description_ja = "自動で起動するマクロの語句のうち、ShowWindowと、値がたまたま0であるOfficeの定数を使うもの"
    en           = "The macro of “{file}” starts by itself and hides a window by a constant that means something else, as the macros of Emotet's documents of October 2019 did."
    ja           = "文書「{file}」のマクロは自動実行され、本来別の意味の定数を使ってウィンドウを隠します。2019年10月のEmotetの文書にも見られた手口です。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "this project's docs/emotet-document-marks.md: 161 of 206 documents, none of 69 of other malware and 951 honest ones"
    date         = "2026-11-26"
    era          = "P1"
    family       = ""
    strength     = "strong"
    about        = "delivery"
    attack       = "T1566.001,T1204.002,T1059.005,T1564.003"
    where        = "file"
    false_alarms = "an administrator's macro that starts a hidden program, writes 0 or vbHide for it"
  strings:
    $window = { 0A ?? 53 68 6F 77 57 69 6E 64 6F 77 }  // ShowWindow
    $link   = { 0A ?? 77 64 4C 69 6E 6B 4E 6F 6E 65 }  // wdLinkNone
    $tint   = { 0D ?? 77 64 54 65 78 74 75 72 65 4E 6F 6E 65 }  // wdTextureNone
    $xml    = { 17 ?? 77 64 58 4D 4C 56 61 6C 69 64 61 74 69 6F 6E 53 74 61 74 75 73 4F 4B }  // wdXMLValidationStatusOK
    $help   = { 0E ?? 41 73 73 69 73 74 57 69 74 68 48 65 6C 70 }  // AssistWithHelp
    $start  = { 08 ?? 61 75 74 6F 6F 70 65 6E }  // autoopen
    $start2 = { 08 ?? 41 75 74 6F 4F 70 65 6E }  // AutoOpen
    $start3 = { 0D ?? 44 6F 63 75 6D 65 6E 74 5F 6F 70 65 6E }  // Document_open
    $start4 = { 0D ?? 44 6F 63 75 6D 65 6E 74 5F 4F 70 65 6E }  // Document_Open
  condition:
    uint32(0) == 0xE011CFD0 and filesize < 32MB and
    $window and any of ($link, $tint, $xml, $help) and any of ($start*)
}
