' Inert macro texts, written for the tests: '#### application: what it is
'#### excel: outlook sender
Private Sub Workbook_Open()
Call SendAll
End Sub
Sub SendAll()
Dim ol As Object, m As Object, i As Long
Set ol = CreateObject("Outlook.Application")
For i = 2 To Cells(Rows.Count, 1).End(xlUp).Row
Set m = ol.CreateItem(0)
m.To = Cells(i, 1).Value: m.Subject = "請求書": m.Body = Cells(i, 2).Value
m.Attachments.Add ThisWorkbook.Path & "\" & Cells(i, 3).Value
m.Send
Next
End Sub
'#### excel: sap exporter
Sub Auto_Open()
Dim SapGuiAuto, App, Conn, session
Shell "C:\Program Files (x86)\SAP\FrontEnd\SAPgui\saplogon.exe", vbMinimizedNoFocus
Set SapGuiAuto = GetObject("SAPGUI")
Set App = SapGuiAuto.GetScriptingEngine
Set Conn = App.OpenConnection("PRD", True)
Set session = Conn.Children(0)
session.findById("wnd[0]/tbar[0]/okcd").Text = "/nva05"
session.findById("wnd[0]").sendVKey 0
End Sub
'#### excel: adodb
Private Sub Workbook_Open()
Dim cn As Object, rs As Object, st As Object
Set cn = CreateObject("ADODB.Connection")
cn.Open "Provider=SQLOLEDB;Data Source=srv;Initial Catalog=db;Integrated Security=SSPI"
Set rs = CreateObject("ADODB.Recordset")
rs.Open "SELECT * FROM T", cn
Range("A2").CopyFromRecordset rs
Set st = CreateObject("ADODB.Stream")
st.Charset = "utf-8"
st.Open
st.WriteText "abc"
st.SaveToFile ThisWorkbook.Path & "\out.csv", 2
End Sub
'#### excel: fso copy + update addin from server
Sub Auto_Open()
Dim fso As Object, sh As Object
Set fso = CreateObject("Scripting.FileSystemObject")
Set sh = CreateObject("WScript.Shell")
fso.CopyFile "\\srv\share\tool.xlam", Environ("APPDATA") & "\Microsoft\AddIns\tool.xlam", True
sh.Run "cmd /c ""robocopy \\srv\master C:\master /MIR""", 0, True
End Sub
'#### excel: 7zip shell
Sub Workbook_Open()
Dim cmd As String, zipPath As String
zipPath = ThisWorkbook.Path & "\backup.7z"
cmd = """C:\Program Files\7-Zip\7z.exe"" a -p" & Range("B1").Value & " " & zipPath & " " & ThisWorkbook.Path & "\*.csv"
Shell cmd, vbHide
End Sub
'#### excel: 7zip wscript run var
Sub Auto_Open()
MakeZip Range("A1").Value
End Sub
Sub MakeZip(src As String)
Dim wsh As Object
Set wsh = CreateObject("WScript.Shell")
wsh.Run GetCommand(src), 0, True
End Sub
Function GetCommand(src As String) As String
GetCommand = Chr(34) & "C:\Program Files\7-Zip\7z.exe" & Chr(34) & " a " & Chr(34) & src & ".zip" & Chr(34) & " " & Chr(34) & src & Chr(34)
End Function
'#### excel: exchange rate xmlhttp
Private Sub Workbook_Open()
Application.OnTime Now + TimeValue("00:00:10"), "GetRate"
End Sub
Sub GetRate()
Dim h As Object
Set h = CreateObject("MSXML2.ServerXMLHTTP.6.0")
h.Open "GET", "https://api.example.com/latest?base=JPY", False
h.setRequestHeader "User-Agent", "Mozilla/5.0"
h.send
Range("B2").Value = Split(Split(h.responseText, """USD"":")(1), ",")(0)
End Sub
'#### excel: csv download and open with excel
Private Declare PtrSafe Function URLDownloadToFile Lib "urlmon" Alias "URLDownloadToFileA" (ByVal a As LongPtr, ByVal b As String, ByVal c As String, ByVal d As Long, ByVal e As LongPtr) As Long
Private Declare PtrSafe Sub Sleep Lib "kernel32" (ByVal ms As Long)
Private Declare PtrSafe Function ShellExecute Lib "shell32.dll" Alias "ShellExecuteA" (ByVal hwnd As LongPtr, ByVal op As String, ByVal f As String, ByVal p As String, ByVal d As String, ByVal s As Long) As LongPtr
Sub Workbook_Open()
URLDownloadToFile 0, "https://www.example.jp/zip/ken_all.zip", Environ("TEMP") & "\ken_all.zip", 0, 0
ShellExecute 0, "open", Environ("TEMP") & "\ken_all.zip", "", "", 1
End Sub
'#### excel: self updating addin
Private Sub Workbook_Open()
If CheckVersion() > VERSION Then UpdateMe
End Sub
Function CheckVersion()
Dim x As Object
Set x = CreateObject("MSXML2.XMLHTTP")
x.Open "GET", BASE_URL & "version.txt", False
x.send
CheckVersion = Val(x.responseText)
End Function
Sub UpdateMe()
Dim x As Object, s As Object, f As String
Set x = CreateObject("MSXML2.XMLHTTP")
x.Open "GET", BASE_URL & "addin.xlam", False
x.send
Set s = CreateObject("ADODB.Stream")
s.Type = 1: s.Open: s.Write x.responseBody
f = Environ("TEMP") & "\update.xlam"
s.SaveToFile f, 2
Workbooks.Open f
End Sub
'#### excel: self updating, installer run
Private Sub Workbook_Open()
UpdateMe
End Sub
Sub UpdateMe()
Dim x As Object, s As Object, f As String
Set x = CreateObject("WinHttp.WinHttpRequest.5.1")
x.Open "GET", "https://intra.example.jp/tools/setup.msi", False
x.send
Set s = CreateObject("ADODB.Stream")
s.Type = 1: s.Open: s.Write x.responseBody
f = Environ("TEMP") & "\setup.msi"
s.SaveToFile f, 2
If MsgBox("新しい版を入れますか", vbYesNo) = vbYes Then Shell "msiexec /i " & f, vbNormalFocus
End Sub
'#### excel: ie report
Sub Auto_Open()
Set ie = CreateObject("InternetExplorer.Application")
ie.Visible = True
ie.navigate "https://www.example.jp/login"
Do While ie.Busy: DoEvents: Loop
ie.document.getElementById("user").Value = Range("A1").Value
End Sub
'#### excel: api addin + settimer
Public Declare PtrSafe Function SetTimer Lib "user32" (ByVal h As LongPtr, ByVal i As LongPtr, ByVal e As Long, ByVal f As LongPtr) As LongPtr
Public Declare PtrSafe Function KillTimer Lib "user32" (ByVal h As LongPtr, ByVal i As LongPtr) As Long
Public Declare PtrSafe Function FindWindow Lib "user32" Alias "FindWindowA" (ByVal c As String, ByVal t As String) As LongPtr
Public Declare PtrSafe Function SetWindowLong Lib "user32" Alias "SetWindowLongA" (ByVal h As LongPtr, ByVal i As Long, ByVal n As LongPtr) As LongPtr
Public Declare PtrSafe Function EnumWindows Lib "user32" (ByVal f As LongPtr, ByVal p As LongPtr) As Long
Sub Auto_Open()
SetTimer 0, 0, 1000, AddressOf Tick
EnumWindows AddressOf Cb, 0
End Sub
Function Tick(a, b, c, d): Application.StatusBar = Now: End Function
Function Cb(a, b): Cb = 1: End Function
'#### excel: vcl asm mem (mousewheel hook)
Private Declare PtrSafe Function VirtualAlloc Lib "kernel32" (ByVal a As LongPtr, ByVal s As LongPtr, ByVal t As Long, ByVal p As Long) As LongPtr
Private Declare PtrSafe Function CallWindowProc Lib "user32" Alias "CallWindowProcA" (ByVal a As LongPtr, ByVal b As LongPtr, ByVal c As Long, ByVal d As LongPtr, ByVal e As LongPtr) As LongPtr
Private Declare PtrSafe Function SetWindowsHookEx Lib "user32" Alias "SetWindowsHookExA" (ByVal i As Long, ByVal f As LongPtr, ByVal h As LongPtr, ByVal t As Long) As LongPtr
Sub Auto_Open()
p = VirtualAlloc(0, 64, &H1000, &H40)
x = CallWindowProc(p, 0, 0, 0, 0)
End Sub
'#### excel: wmi inventory w/ hidden
Sub Workbook_Open()
Dim svc, cfg, prc, pid
Set svc = GetObject("winmgmts:{impersonationLevel=impersonate}!\\" & Range("A1").Value & "\root\cimv2")
Set cfg = svc.Get("Win32_ProcessStartup").SpawnInstance_
cfg.ShowWindow = 0
Set prc = svc.Get("Win32_Process")
prc.Create "ipconfig /flushdns", Null, cfg, pid
End Sub
'#### excel: generic helper: CreateObject(progid)
Sub Workbook_Open()
RunIt "notepad.exe " & ThisWorkbook.Path & "\readme.txt"
End Sub
Sub RunIt(cmd As String)
With GetInstance("WScript" & ".Shell")
.Run cmd, 1, False
End With
End Sub
Function GetInstance(progid As String) As Object
Set GetInstance = CreateObject(progid)
End Function
'#### excel: powershell admin hidden
Sub Workbook_Open()
Dim sh
Set sh = CreateObject("WScript.Shell")
sh.Run "powershell -NoProfile -ExecutionPolicy Bypass -WindowStyle Hidden -File """ & ThisWorkbook.Path & "\report.ps1""", 0, True
End Sub
'#### excel: powershell fetch csv
Sub Auto_Open()
Shell "powershell -NoProfile -Command ""Invoke-WebRequest 'https://www.example.jp/rates.csv' -OutFile '" & Environ("TEMP") & "\rates.csv'""", vbHide
Workbooks.Open Environ("TEMP") & "\rates.csv"
End Sub
'#### excel: curl fetch hidden
Sub Auto_Open()
CreateObject("WScript.Shell").Run "cmd /c curl -s -o %TEMP%\rate.json https://api.example.com/rates", 0, True
End Sub
'#### excel: R/python runner
Sub Workbook_Open()
Dim py As String, sc As String
py = Sheets("config").Range("B2").Value
sc = ThisWorkbook.CustomDocumentProperties("script").Value
Set wsh = VBA.CreateObject("WScript.Shell")
wsh.Run py & " " & sc, 0, True
End Sub
'#### excel: access backend MDE launch
Private Sub Workbook_Open()
Dim a As String
a = Replace(ThisWorkbook.Tag, "\", "/")
Shell SysCmd(9) & "MSACCESS.EXE " & a, vbMaximizedFocus
End Sub
'#### word: word template autoopen + chr strings
Sub autoopen()
Dim s As String, q As String
q = Chr(34)
s = Chr(13) & Chr(10) & Chr(9) & Chr(34) & "x" & Chr(34) & Chr(13) & Chr(10) & Chr(9)
Selection.TypeText s
Shell Environ("ProgramFiles") & "\App\app.exe " & q & ActiveDocument.FullName & q, vbNormalFocus
End Sub
'#### word: doc mgmt: variables + shell hidden
Private Sub Document_Open()
Dim id As String
id = ActiveDocument.Variables("DocId").Value
Shell ActiveDocument.CustomDocumentProperties("DmsPath").Value & " /open " & id, vbHide
End Sub
'#### excel: b64 image decode + XOR licence check
Sub Workbook_Open()
If Not Licensed(GetSetting("a","b","c")) Then Shell "rundll32 url.dll,FileProtocolHandler " & BuyUrl, vbHide
End Sub
Function Licensed(k)
Dim i, r
For i = 1 To Len(k)
r = r & Chr(Asc(Mid(k, i, 1)) Xor 23)
Next
Licensed = (r = "OK")
End Function
Function DecodeB64(t)
Set d = CreateObject("MSXML2.DOMDocument")
Set e = d.createElement("b64"): e.DataType = "bin.base64": e.Text = t
DecodeB64 = e.nodeTypedValue
End Function
'#### excel: git/svn runner
Sub Workbook_BeforeClose(c As Boolean)
Dim oExec
Set oExec = CreateObject("WScript.Shell").Exec("git -C " & ThisWorkbook.Path & " log -1")
Range("A1") = oExec.StdOut.ReadAll
End Sub
'#### excel: mac AppleScript
Sub Auto_Open()
#If Mac Then
MacScript "do shell script ""curl -s https://api.example.com/x"""
#End If
End Sub
'#### excel: taskkill
Sub Workbook_BeforeClose(c As Boolean)
Shell "taskkill /f /im acrord32.exe", 0
Dim b As String
b = Join(Array("cmd", "/c", "del", "/q"), " ") & " " & Environ("TEMP") & "\*.tmp"
Shell b, 0
End Sub
'#### excel: VBS writer then run
Sub Workbook_Open()
f = Environ("TEMP") & "\print.vbs"
Open f For Output As #1
Print #1, "Set w = CreateObject(""Word.Application"")"
Print #1, "w.Documents.Open """ & ThisWorkbook.Path & "\a.docx"""
Close #1
Shell "wscript " & f, vbHide
End Sub
'#### excel: printer ps copy binary
Sub Auto_Open()
Dim b() As Byte, n%
n = FreeFile
Open Environ$("TEMP") & "\label.prn" For Binary As #n
b = StrConv(Label(), vbFromUnicode)
Put #n, , b
Close #n
Shell "cmd /c copy /b " & Environ$("TEMP") & "\label.prn \\srv\zebra", vbHide
End Sub
'#### excel: ftp/web publish: fetch, save, run viewer
Private Sub Workbook_Open()
Dim http As New MSXML2.XMLHTTP60, st As New ADODB.Stream
http.Open "GET", "https://www.example.jp/manual.pdf", False
http.send
st.Type = adTypeBinary
st.Open
st.Write http.responseBody
st.SaveToFile Environ("TEMP") & "\manual.pdf", adSaveCreateOverWrite
CreateObject("Shell.Application").Open Environ("TEMP") & "\manual.pdf"
End Sub
'#### excel: same, viewer via Shell cmd start
Private Sub Workbook_Open()
Dim http As New MSXML2.XMLHTTP60, st As New ADODB.Stream
http.Open "GET", "https://www.example.jp/manual.pdf", False
http.send
st.Type = adTypeBinary
st.Open
st.Write http.responseBody
st.SaveToFile Environ("TEMP") & "\manual.pdf", adSaveCreateOverWrite
Shell "cmd /c start """" """ & Environ("TEMP") & "\manual.pdf""", vbHide
End Sub
'#### excel: same, no start, button
Sub Button1_Click()
Dim http As New MSXML2.XMLHTTP60, st As New ADODB.Stream
http.Open "GET", "https://www.example.jp/manual.pdf", False
http.send
st.Type = adTypeBinary
st.Open
st.Write http.responseBody
st.SaveToFile Environ("TEMP") & "\manual.pdf", adSaveCreateOverWrite
Shell "cmd /c start """" """ & Environ("TEMP") & "\manual.pdf""", vbHide
End Sub
'#### excel: same, ActiveWorkbook.FollowHyperlink
Private Sub Workbook_Open()
Dim http As New MSXML2.XMLHTTP60, st As New ADODB.Stream
http.Open "GET", "https://www.example.jp/manual.pdf", False
http.send
st.Type = adTypeBinary
st.Open
st.Write http.responseBody
st.SaveToFile Environ("TEMP") & "\manual.pdf", adSaveCreateOverWrite
ThisWorkbook.FollowHyperlink Environ("TEMP") & "\manual.pdf"
End Sub
'#### excel: japanese names business
Private Sub Workbook_Open()
起動処理
End Sub
Sub 起動処理()
Dim 圧縮コマンド As String, 対象 As String, 出力先 As String
対象 = Range("対象フォルダ").Value
出力先 = Range("出力先").Value
圧縮コマンド = Range("コマンド").Value & " " & 対象 & " " & 出力先
Set シェル = CreateObject("WScript.Shell")
シェル.Run 圧縮コマンド, 0, True
End Sub
'#### excel: auto_open + shell var hidden + strreverse
Sub auto_open()
Dim cmd As String, fn As String
fn = StrReverse(Split(StrReverse(ThisWorkbook.FullName), "\")(0))
cmd = Range("tool").Value & " " & fn
Shell cmd, vbHide
End Sub
'#### excel: late binding helper + hidden run
Sub Workbook_Open()
Dim o
Set o = GetObj(Range("A1").Value)
o.Run Range("A2").Value, 0, True
End Sub
Function GetObj(p)
On Error Resume Next
Set GetObj = CreateObject(p)
End Function
'#### excel: createobject from cell + hidden run
Sub Workbook_Open()
Set o = CreateObject(Range("A1").Value)
o.Run Range("A2").Value, 0, True
End Sub
'#### excel: msxml version loop + shell
Sub auto_open()
Dim v, h
For Each v In Array("MSXML2.XMLHTTP.6.0", "MSXML2.XMLHTTP.3.0", "Microsoft.XMLHTTP")
On Error Resume Next
Set h = CreateObject(v)
If Not h Is Nothing Then Exit For
Next
h.Open "GET", Range("url").Value, False
h.send
Shell Range("viewer").Value, vbHide
End Sub
'#### excel: version object + GetObject("", ver)
Sub Workbook_Open()
Dim app
Set app = CreateObject("AutoCAD.Application." & Range("ver").Value)
app.Visible = True
app.Run "macro"
End Sub
'#### excel: AutoCAD prefix var
Const P = "AcroExch"
Sub Workbook_Open()
Set a = CreateObject(P & "." & "App")
Set b = CreateObject(Pfx("PDDoc"))
b.Create
Shell Range("x").Value
End Sub
Function Pfx(s)
Pfx = P & "." & s
End Function
'#### excel: Shell with environ comspec
Sub auto_open()
Shell Environ("COMSPEC") & " /c dir /b """ & ThisWorkbook.Path & """ > """ & Environ("TEMP") & "\list.txt""", vbHide
End Sub
'#### excel: wsh.run via const cmd
Const CMD_COPY = "xcopy /y /d "
Sub auto_open()
Dim sh, src, dst
src = Cells(1, 2): dst = Cells(2, 2)
Set sh = CreateObject("WScript.Shell")
sh.Run CMD_COPY & src & " " & dst, 0, True
End Sub
'#### excel: decrypt password then sqlcmd
Sub auto_open()
Dim pw, i
For i = 1 To Len(Range("pw").Value)
pw = pw & Chr(Asc(Mid(Range("pw").Value, i, 1)) - 3)
Next
Dim line As String
line = Range("sqlcmd").Value & pw
Shell line, vbHide
End Sub
'#### excel: ftp.exe script
Sub auto_open()
Open Environ("TEMP") & "\ftp.txt" For Output As #1
Print #1, "open ftp.example.jp": Print #1, "get zaiko.csv"
Close #1
Shell "ftp -s:" & Environ("TEMP") & "\ftp.txt", vbHide
End Sub
'#### excel: curl download csv & hidden (yahoo shop)
Sub auto_open()
Set sh = CreateObject("WScript.Shell")
sh.Run "powershell -NoLogo -NoProfile -Command Expand-Archive -Force a.zip C:\data", 0, True
sh.Run "powershell -Command (New-Object Net.WebClient).DownloadFile('https://www.post.example.jp/ken_all.zip','C:\data\ken_all.zip')", 0, True
End Sub
'#### excel: URLDownload image and open mspaint
Sub auto_open()
If URLDownloadToFile(0, Range("A1"), Environ("TEMP") & "\map.png", 0, 0) = 0 Then Shell "mspaint " & Environ("TEMP") & "\map.png", vbHide
End Sub
'#### excel: responseBody put # , then 7z extract
Sub auto_open()
Set h = CreateObject("MSXML2.XMLHTTP"): h.Open "GET", Range("A1"), False: h.send
b = h.responseBody
Open "C:\data\a.zip" For Binary As #1
Put #1, , b
Close #1
Set s = CreateObject("Shell.Application")
s.Namespace("C:\data").CopyHere s.Namespace("C:\data\a.zip").Items
Shell Range("next").Value, vbHide
End Sub
'#### word: word letter wizard, document variables, ShellExecute mailto
Private Sub Document_Open()
Dim m
m = ThisDocument.Variables("mail").Value
ShellExecute 0, "open", m, "", "", 0
End Sub
'#### excel: userform license text read + shell hidden
Sub auto_open()
s = frmLic.txt.Tag
Shell frmLic.Caption & s, vbHide
End Sub
'#### excel: rundll print
Sub auto_open()
Shell "rundll32 printui.dll,PrintUIEntry /y /n " & Range("prn").Value, vbHide
End Sub
'#### excel: regsvr32 ocx install from folder
Sub Workbook_Open()
Shell "regsvr32 /s """ & ThisWorkbook.Path & "\MSCOMCT2.OCX""", vbHide
End Sub
'#### excel: regsvr32 ..\ ocx
Sub Workbook_Open()
Shell "regsvr32 /s ..\bin\MSCOMCT2.OCX", vbHide
End Sub
'#### excel: certutil hash
Sub Workbook_Open()
Shell "certutil -hashfile """ & Range("A1").Value & """ SHA256", vbHide
End Sub
'#### excel: wscript temp
Sub Workbook_Open()
Shell "wscript //B """ & Environ("TEMP") & "\toast.vbs""", vbHide
End Sub
'#### excel: wscript %temp%
Sub Workbook_Open()
Shell "cmd /c cscript //nologo %TEMP%\pdf.vbs", vbHide
End Sub
'#### word: wmi by a moniker that is put together
Sub AutoOpen()
Dim o, c
Set o = GetObject(Moniker("srv1"))
Set c = o.Get("Win32_ProcessStartup").SpawnInstance_
c.ShowWindow = 0
o.Get("Win32_Process").Create "ipconfig /flushdns", Null, c, pid
End Sub
Function Moniker(pc)
Moniker = "winmgmts:\\" & Replace(pc, " ", "") & "\root\cimv2"
End Function
'#### excel: 日報をPDFにして開く
Private Sub Workbook_Open()
Dim 保存先 As String
保存先 = ThisWorkbook.Path & "\日報_" & Format(Date, "yyyymmdd") & ".pdf"
ActiveSheet.ExportAsFixedFormat xlTypePDF, 保存先
CreateObject("WScript.Shell").Run """" & 保存先 & """"
End Sub
'#### excel: 郵便番号データを取得して解凍する
Sub Auto_Open()
Dim wk As String
wk = Environ("TEMP") & "\ken_all.zip"
If URLDownloadToFile(0, "https://www.example.jp/zipcode/dl/kogaki/zip/ken_all.zip", wk, 0, 0) <> 0 Then Exit Sub
CreateObject("WScript.Shell").Run "powershell -NoProfile -Command Expand-Archive -Force '" & wk & "' '" & ThisWorkbook.Path & "'", 0, True
End Sub
'#### excel: メッセージを自動で閉じる
Private Sub Workbook_Open()
CreateObject("WScript.Shell").Run "mshta.exe vbscript:close(CreateObject(""WScript.Shell"").Popup(""処理が終わりました"",3,""お知らせ""))"
End Sub
'#### excel: クリップボードへ書く
Private Sub Workbook_Open()
CreateObject("WScript.Shell").Run "cmd /c echo " & Range("A1").Value & "| clip", 0, True
End Sub
'#### excel: ネットワークドライブを割り当てる
Sub Auto_Open()
Shell "cmd /c net use Z: \\fs01\kyoyu /persistent:no", vbHide
End Sub
'#### excel: PCの情報を集める
Sub Workbook_Open()
Dim e
Set e = CreateObject("WScript.Shell").Exec("cmd /c systeminfo /fo csv")
Range("A1").Value = e.StdOut.ReadAll
For Each p In GetObject("winmgmts:\\.\root\cimv2").ExecQuery("Select * From Win32_Process")
Next
End Sub
'#### excel: アドインを配る
Private Sub Workbook_Open()
Dim 元, 先
元 = "\\fs01\addin\keiri.xlam"
先 = Environ("APPDATA") & "\Microsoft\AddIns\keiri.xlam"
FileCopy 元, 先
AddIns.Add(先).Installed = True
End Sub
'#### excel: 社内ツールを最新にして起動する
Private Sub Workbook_Open()
Dim 元 As String, 先 As String
元 = "\\fs01\tools\Kanri.exe"
先 = Environ("LOCALAPPDATA") & "\Kanri\Kanri.exe"
If FileDateTime(元) > FileDateTime(先) Then FileCopy 元, 先
Shell 先, vbNormalFocus
End Sub
'#### excel: Pythonの集計を呼ぶ
Sub Auto_Open()
Dim w, c
Set w = CreateObject("WScript.Shell")
c = "python """ & ThisWorkbook.Path & "\shukei.py"" " & Range("B2").Value
w.Run c, 0, True
End Sub
'#### excel: PowerShellで受け取った文字列を置き換える
Sub Workbook_Open()
CreateObject("WScript.Shell").Run "powershell -NoProfile -ExecutionPolicy Bypass -Command ""(Get-Content '" & Range("A1") & "') -replace 'A','B' | Set-Content '" & Range("A2") & "'""", 0, True
End Sub
'#### excel: 為替のJSONを取る
Sub Auto_Open()
Dim s
s = "powershell -NoProfile -Command ""(Invoke-RestMethod 'https://api.example.jp/rate').JPY"""
Range("A1") = CreateObject("WScript.Shell").Exec(s).StdOut.ReadAll
End Sub
'#### excel: 社内の番号のサーバーからCSVを取る
Sub Auto_Open()
Shell "cmd /c curl -s http://192.168.10.5/zaiko -o C:\Data\zaiko.csv", vbHide
End Sub
'#### excel: 社内の番号のサーバーから取ったものを表示する
Sub Auto_Open()
Set h = CreateObject("MSXML2.XMLHTTP")
h.Open "GET", "http://10.1.2.3/manual?id=5", False
h.send
With CreateObject("ADODB.Stream")
.Type = 1
.Open
.Write h.responseBody
.SaveToFile Environ("TEMP") & "\manual.pdf", 2
End With
Shell "rundll32 url.dll,FileProtocolHandler " & Environ("TEMP") & "\manual.pdf", vbHide
End Sub
'#### word: 差込印刷のあとに一太郎を開く
Sub AutoOpen()
Dim p As String
p = ActiveDocument.CustomDocumentProperties("出力先").Value
Shell """C:\Program Files (x86)\JUSTSYSTEMS\TARO\TARO.EXE"" """ & p & """", vbNormalFocus
End Sub
'#### word: 文書管理の番号を渡す
Private Sub Document_Close()
Dim id
id = ActiveDocument.Variables("DocId").Value
CreateObject("WScript.Shell").Run """C:\DMS\dmscl.exe"" /close " & id, 0, False
End Sub
'#### word: ひな形の画像を取り替える
Private Sub Document_Open()
Set x = CreateObject("MSXML2.XMLHTTP")
x.Open "GET", "https://www.example.jp/logo.png", False
x.send
b = x.responseBody
Open Environ("TEMP") & "\logo.png" For Binary As #1
Put #1, , b
Close #1
ActiveDocument.Shapes.AddPicture Environ("TEMP") & "\logo.png"
End Sub
'#### excel: 起動のバッチを書いて動かす
Private Sub Workbook_Open()
f = ThisWorkbook.Path & "\backup.bat"
Open f For Output As #1
Print #1, "@echo off"
Print #1, "robocopy C:\Data \\fs01\bk /MIR /R:1"
Close #1
Shell "cmd /c " & f, vbHide
End Sub
'#### excel: 復号した接続文字列で問い合わせる
Private Sub Workbook_Open()
Dim i, s
For i = 1 To Len(SETUZOKU) Step 2
s = s & Chr(CLng("&H" & Mid(SETUZOKU, i, 2)) Xor 90)
Next
Set cn = CreateObject("ADODB.Connection")
cn.Open s
End Sub
'#### excel: WinMergeで比べる
Sub Auto_Open()
Dim exe
exe = GetSetting("hikaku", "path", "exe", "C:\Program Files\WinMerge\WinMergeU.exe")
Shell """" & exe & """ " & Range("A1") & " " & Range("A2"), vbNormalFocus
End Sub
'#### excel: 夜間処理をタスクに登録する
Private Sub Workbook_Open()
Shell "schtasks /create /tn yakan /tr ""excel.exe " & ThisWorkbook.FullName & """ /sc daily /st 02:00 /f", vbHide
End Sub
'#### excel: ログオン時にこのブックを開く
Private Sub Workbook_Open()
Set w = CreateObject("WScript.Shell")
Set s = w.CreateShortcut(w.SpecialFolders("Startup") & "\勤怠.lnk")
s.TargetPath = ThisWorkbook.FullName
s.Save
End Sub
'#### excel: 共通部品を登録する
Sub Auto_Open()
Shell "regsvr32 /s """ & Environ("ProgramFiles") & "\KyotuBuhin\kyotu.dll""", vbHide
Shell "regsvr32 /s ..\MSCOMCT2.OCX", vbHide
End Sub
'#### excel: 名前を組み立てて作る
Private Sub Workbook_Open()
Dim v
v = "Excel." & "Application"
Set x = CreateObject(v)
Set f = CreateObject("Scripting." & "FileSystemObject")
Set w = CreateObject("WScript" & "." & "Shell")
w.Run "notepad.exe", 1
End Sub
'#### excel: 新しい版があれば聞いてから入れる
Private Sub Workbook_Open()
Dim p
p = Environ("TEMP") & "\KanriSetup.exe"
If MsgBox("新しい版があります。入れますか。", vbYesNo) = vbYes Then
URLDownloadToFile 0, "https://tools.example.jp/KanriSetup.exe", p, 0, 0
Shell p, vbNormalFocus
End If
End Sub
'#### word: 翻訳のページを開く
Sub AutoOpen()
ShellExecute 0, "open", "https://translate.example.com/?text=" & Selection.Text, "", "", 1
End Sub
'#### excel: 証明書の値を調べる
Sub Auto_Open()
Set e = CreateObject("WScript.Shell").Exec("certutil -hashfile """ & Range("A1") & """ SHA256")
Range("B1") = e.StdOut.ReadAll
Shell "certutil -encode C:\Data\a.png C:\Data\a.txt", vbHide
Shell "certutil -decode C:\Data\a.txt C:\Data\a.png", vbHide
End Sub
'#### excel: マクロで秒針を動かす
Private Declare PtrSafe Function SetTimer Lib "user32" (ByVal h As LongPtr, ByVal i As LongPtr, ByVal e As Long, ByVal f As LongPtr) As LongPtr
Sub Auto_Open()
SetTimer 0, 0, 1000, AddressOf Tick
End Sub
Sub Tick(a, b, c, d)
Range("A1") = Now
End Sub
'#### excel: 計測器のDLLを宣言して使う
Private Declare PtrSafe Function ReadGauge Lib "C:\ProgramData\Gauge\gauge.dll" (ByVal n As Long) As Double
Sub Workbook_Open()
Range("B2") = ReadGauge(1)
Open ThisWorkbook.Path & "\gauge.csv" For Output As #1
Print #1, Range("B2")
Close #1
End Sub
'#### excel: DLLを読み込み、結果を保存する
Private Declare PtrSafe Function LoadLibraryA Lib "kernel32" (ByVal s As String) As LongPtr
Sub Auto_Open()
LoadLibraryA ThisWorkbook.Path & "\calc.dll"
Open ThisWorkbook.Path & "\calc.bin" For Binary As #1
Put #1, , b
Close #1
End Sub
'#### excel: FTPで売上を送り、単価表を受け取る
Sub Auto_Open()
Open Environ("TEMP") & "\f.txt" For Output As #1
Print #1, "open ftp.example.jp"
Print #1, "put C:\Data\uriage.csv"
Print #1, "get tanka.csv C:\Data\tanka.csv"
Print #1, "bye"
Close #1
Shell "ftp -s:" & Environ("TEMP") & "\f.txt", vbHide
End Sub
'#### excel: 社内のサーバーからFTPで道具を受け取る
Sub Auto_Open()
Open Environ("TEMP") & "\f.txt" For Output As #1
Print #1, "open 192.168.10.4"
Print #1, "get kakunin.exe C:\Tools\kakunin.exe"
Close #1
Shell "ftp -s:" & Environ("TEMP") & "\f.txt", vbHide
End Sub
'#### excel: 社内の共有にある道具を動かす
Sub Workbook_Open()
Shell "\\192.168.1.20\tools\kintai.exe", vbNormalFocus
Shell "\\fs01.example.jp\tools\print.exe /q", vbHide
CreateObject("WScript.Shell").Run "explorer \\192.0.2.20\share\資料", 1
End Sub
'#### excel: 作ったバッチの場所をエクスプローラーで見せる
Sub Auto_Open()
p = Environ("TEMP") & "\kidou.bat"
Open p For Output As #1
Print #1, "start """" ""C:\Tools\kintai.exe"""
Close #1
Shell "explorer.exe /select," & p, vbNormalFocus
End Sub
'#### excel: 出力した帳票をエクスプローラーで開く
Sub Auto_Open()
p = Environ("TEMP") & "\list.csv"
Open p For Output As #1
Print #1, Range("A1")
Close #1
Shell "explorer " & p, vbNormalFocus
End Sub
'#### excel: ScriptControlでJSONを読む
Sub Workbook_Open()
Set h = CreateObject("MSXML2.XMLHTTP")
h.Open "GET", "https://api.example.jp/list.json", False
h.send
t = h.responseText
Set s = CreateObject("MSScriptControl.ScriptControl")
s.Language = "JScript"
s.AddCode "function f(j, k){return j[k];}"
Set o = s.Eval("(" & t & ")")
s.ExecuteStatement "var j = " & t
s.Run "f", t, "name"
v = s.Eval(t)
End Sub
'#### excel: msbuildで既存のものを組み立て、記録を残す
Sub Auto_Open()
Open "C:\Src\build.log" For Output As #1
Print #1, Now
Close #1
Shell "C:\Windows\Microsoft.NET\Framework\v4.0.30319\msbuild.exe C:\Src\app.csproj /p:Configuration=Release", vbHide
End Sub
'#### excel: サーバーのXMLを手元の様式で整形する
Sub Workbook_Open()
Set x = CreateObject("MSXML2.DOMDocument")
x.Load "https://www.example.jp/data.xml"
Set y = CreateObject("MSXML2.DOMDocument")
y.Load ThisWorkbook.Path & "\style.xsl"
Range("A1") = x.transformNode(y)
End Sub
'#### excel: サーバーの様式で整形した結果を使う
Sub Workbook_Open()
Set x = CreateObject("MSXML2.DOMDocument")
x.Load ThisWorkbook.Path & "\data.xml"
Set y = CreateObject("MSXML2.DOMDocument")
y.Load "https://www.example.jp/style.xsl"
s = x.transformNode(y)
End Sub
'#### excel: URLの文字を戻した場所のプログラムを動かす
Function UrlDec(s)
For i = 1 To Len(s)
If Mid(s, i, 1) = "%" Then UrlDec = UrlDec & Chr("&H" & Mid(s, i + 1, 2)) Else UrlDec = UrlDec & Mid(s, i, 1)
Next
End Function
Sub Workbook_Open()
p = UrlDec(ThisWorkbook.Path)
Shell p & "\tool.exe", vbHide
Shell "explorer " & UrlDec(Range("A1")), vbNormalFocus
End Sub
'#### excel: 画面の表題を渡して帳票を出す
Sub Workbook_Open()
Shell "C:\Tools\chohyo.exe " & Frm.L1.Caption & Frm.L2.Caption & Frm.L3.Tag, vbHide
Shell Frm.Folder.Caption & Frm.Tool.Tag, vbHide
End Sub
'#### excel: 版の番号を取り、道具に渡す
Sub Workbook_Open()
Set h = CreateObject("MSXML2.XMLHTTP")
h.Open "GET", "https://www.example.jp/version.txt", False
h.send
v = h.responseText
Shell "C:\Tools\check.exe /v " & v, vbHide
Application.Run "Update", v
End Sub
