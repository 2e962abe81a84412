// Scripts by which Emotet was fetched. What is told in reports has the same words: the rules ask where in the file they stand.

rule emotet_javascript_array {
  meta:
    description  = "A small UTF-16 script that begins with an array called a"
    description_ja = "aという名前の配列で始まる、UTF-16の小さなスクリプト"
    en           = "The script “{file}” begins as the scripts that Emotet sent in 2018 and 2019; other packed scripts may begin so, too."
    ja           = "スクリプト「{file}」の書き出しは、2018〜2019年にEmotetが送っていたスクリプトと同じです。無関係のスクリプトにも見られることがあります。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "Neo23x0/signature-base 8a89b3b, yara/crime_emotet.yar (how the script begins)"
    date         = "2026-11-26"
    era          = "P1"
    family       = ""
    strength     = "hint"
    about        = "delivery"
    attack       = "T1059.007,T1204.002"
    where        = "file"
    false_alarms = "any script that was packed by the same free packer and saved as UTF-16"
  strings:
    $array = "var a=['" wide
  condition:
    filesize < 1MB and ($array at 0 or uint16(0) == 0xFEFF and $array at 2)
}

rule emotet_powershell_list {
  meta:
    description  = "A script that begins with a list of downloads for PowerShell in the words of Emotet's"
    description_ja = "Emotetと同じ語句の、PowerShell用ダウンロード先一覧で始まるスクリプト"
    en           = "The script “{file}” is the PowerShell list of downloads with which Emotet was fetched in December 2021 or in April and May 2022."
    ja           = "スクリプト「{file}」は、2021年12月または2022年4月〜5月にEmotetを取得するために使われたPowerShellのダウンロード一覧です。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "executemalware, Malware-IOCs, and pr0xylife, Emotet, 2021-12 and 2022-04-26 to 2022-05"
    date         = "2026-11-26"
    era          = "P5,P6"
    family       = "emotet"
    strength     = "strong"
    about        = "delivery"
    attack       = "T1059.001,T1105,T1218.010,T1218.011"
    where        = "file"
    false_alarms = "a report that quotes the list from its first line on"
  strings:
    $list   = "$ProgressPreference=\"SilentlyContinue\";$links=(" ascii wide
    $regsvr = "Regsvr32" ascii wide nocase
    $urls   = /\$strs=\\?"http/ ascii wide
    $split  = "foreach($st in $strs){$r1=Get-Random;$r2=Get-Random;$tpth=" ascii wide
  condition:
    filesize < 256KB and
    ($list in (0 .. 128) and $regsvr or $urls in (0 .. 256) and $split)
}
