// What Emotet, or its removal, left behind on a PC.

rule police_quarantine {
  meta:
    description  = "A file that begins with the key under which the police's program of 2021 put Emotet away"
    description_ja = "2021年に捜査当局のプログラムがEmotetを隔離したときの鍵で始まるファイル"
    en           = "“{file}” begins as the files in which the police's program put Emotet away: the PC that it is from was infected in January 2021, and the police removed it."
    ja           = "「{file}」の先頭は、捜査機関の駆除プログラムがEmotetを隔離したファイルと同じです。もとのパソコンは2021年1月に感染しており、捜査機関によって駆除されました。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "Neo23x0/signature-base 8a89b3b, yara/crime_emotet.yar (the key of the Bundeskriminalamt's program, 2021-04)"
    date         = "2026-11-26"
    era          = "TD"
    family       = "emotet"
    strength     = "strong"
    about        = "host"
    past         = "yes"
    attack       = "T1218.011"
    where        = "file"
    false_alarms = "a copy of such a file that was brought from another PC; in an archive or a mail it is a hint"
  strings:
    $key = { c3 da da 19 63 45 2c 86 77 3b e9 fd 24 64 fb b8 07 fe 12 d0 2a 48 13 38 48 68 e8 ae 91 3c ed 82 }
  condition:
    $key at 0
}

rule emotet_logged_list {
  meta:
    description  = "An event log of Windows that holds a list of downloads for PowerShell in the words of Emotet's, in the clear or in base64"
    description_ja = "Emotetと同じ語句の、PowerShell用ダウンロード先一覧（そのまま、またはBase64）を含むWindowsのイベントログ"
    en           = "The event log “{file}” recorded a PowerShell list of downloads as Emotet ran it in December 2021 or in April and May 2022."
    ja           = "イベントログ「{file}」に、2021年12月または2022年4月〜5月のEmotetが実行するPowerShellのダウンロード一覧が記録されています。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "executemalware, Malware-IOCs, and pr0xylife, Emotet, 2021-12 and 2022-04-26 to 2022-05"
    date         = "2026-11-26"
    era          = "P5,P6"
    family       = "emotet"
    strength     = "strong"
    about        = "host"
    attack       = "T1059.001,T1105,T1218.010,T1218.011"
    where        = "file"
    false_alarms = "the log of a PC on which an analyst tried the command"
  strings:
    $list    = "$ProgressPreference=\"SilentlyContinue\";$links=(" wide
    $encoded = "$ProgressPreference=\"SilentlyContinue\";$links=(" base64wide
    $split   = "foreach($st in $strs){$r1=Get-Random;$r2=Get-Random;$tpth=" wide
  condition:
    uint32(0) == 0x46666C45 and uint32(4) == 0x00656C69 and any of them
}
