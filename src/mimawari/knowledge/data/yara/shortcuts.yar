// Windows shortcuts ([MS-SHLLINK]) that carry their own script: Emotet's carrier of April and May 2022.

rule emotet_shortcut_finds_itself {
  meta:
    description  = "A shortcut that has findstr take a script out of the shortcut itself and runs it"
    description_ja = "findstrで自分自身からスクリプトを取り出して実行するショートカット"
    en           = "The shortcut “{file}” takes a script out of itself and runs it, as Emotet's shortcuts of April 2022 did."
    ja           = "ショートカット「{file}」は、自分自身の中に隠したスクリプトを取り出して実行します。2022年4月のEmotetと同じ手口です。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "Palo Alto Unit 42, timely threat intel, 2022-04-25; MITRE ATT&CK T1027.009"
    date         = "2026-11-26"
    era          = "P6"
    family       = "emotet"
    strength     = "strong"
    about        = "delivery"
    attack       = "T1204.002,T1059.003,T1059.005,T1027.009"
    where        = "file"
    false_alarms = "an administrator's shortcut with findstr looks through logs, and names neither a shortcut nor a script to be written"
  strings:
    $find    = "/c findstr \"" ascii wide nocase
    $delayed = "/v:on" ascii wide nocase
    $script  = ".vbs" ascii wide nocase
    $link    = ".lnk" ascii wide nocase
    $pattern = ".*\" " ascii wide
  condition:
    uint32(0) == 0x4C and uint32(4) == 0x00021401 and uint32(8) == 0 and filesize < 4MB and
    all of them
}

rule emotet_shortcut_list {
  meta:
    description  = "A shortcut with Emotet's list of downloads for PowerShell, in base64"
    description_ja = "Emotetのダウンロード先一覧（PowerShell用）をBase64で含むショートカット"
    en           = "The shortcut “{file}” hides the PowerShell list of downloads that Emotet's shortcuts of April and May 2022 had."
    ja           = "ショートカット「{file}」に、2022年4月〜5月のEmotetと同じPowerShellのダウンロード一覧がBase64で隠されています。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "executemalware, Malware-IOCs, 2022-04-26 to 2022-05"
    date         = "2026-11-26"
    era          = "P6"
    family       = "emotet"
    strength     = "strong"
    about        = "delivery"
    attack       = "T1204.002,T1059.001,T1105,T1218.010"
    where        = "file"
    false_alarms = "none known"
  strings:
    $list   = "$ProgressPreference=\"SilentlyContinue\";$links=(" base64 base64wide
    $loader = "Regsvr32.exe" base64 base64wide
  condition:
    uint32(0) == 0x4C and uint32(4) == 0x00021401 and uint32(8) == 0 and filesize < 4MB and
    all of them
}

rule shortcut_registers_download {
  meta:
    description  = "A shortcut that has PowerShell download a file and regsvr32 or rundll32 load it, in the clear"
    description_ja = "PowerShellでファイルをダウンロードし、regsvr32またはrundll32に読み込ませるショートカット（難読化なし）"
    en           = "The shortcut “{file}” downloads a library with PowerShell and loads it."
    ja           = "ショートカット「{file}」は、PowerShellでファイルをダウンロードし、Windowsに読み込ませます。"
    author       = "mimawari"
    license      = "AGPL-3.0-or-later"
    reference    = "executemalware, Malware-IOCs, 2022-04 to 2022-05; MITRE ATT&CK T1218.010"
    date         = "2026-11-26"
    era          = ""
    family       = ""
    strength     = "strong"
    about        = "delivery"
    attack       = "T1204.002,T1059.001,T1105,T1218.010"
    where        = "file"
    false_alarms = "an administrator's shortcut that downloads a script; it loads no library"
  strings:
    $posh    = "powershell" wide nocase
    $iwr     = "iwr " wide nocase
    $request = "Invoke-WebRequest" wide nocase
    $file    = "DownloadFile(" wide nocase
    $bits    = "Start-BitsTransfer" wide nocase
    $http    = "http" wide nocase
    $regsvr  = "regsvr32" wide nocase
    $rundll  = "rundll32" wide nocase
  condition:
    uint32(0) == 0x4C and uint32(4) == 0x00021401 and uint32(8) == 0 and filesize < 4MB and
    $posh and $http and any of ($iwr, $request, $file, $bits) and any of ($regsvr, $rundll)
}
