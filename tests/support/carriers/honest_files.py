"""Mails, scripts, shortcuts, notebooks, pages and archives of honest people that look most like the carriers."""

from __future__ import annotations

from random import Random

from support.carriers.honest_documents import plain, rates
from support.carriers.mails import mail, password, with_aes
from support.carriers.notebooks import PICTURE
from support.carriers.sample import Sample, zipped
from support.carriers.shortcuts import CMD, POWERSHELL
from support.draws import letters
from support.lnk_files import lnk
from support.office.ooxml_writer import package, page, run
from support.onenote_files import one
from support.pdf_files import linked, pdf
from support.script_files import page as web_page


def locked_book(draw: Random) -> Sample:
    """A firm's daily habit: a locked archive with a sheet, its password in the same mail or the next."""
    book = '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>'
    secret = password(draw)
    name = f"見積書_{draw.randint(100, 999)}.zip"
    data = with_aes({"mitsumori.xlsx": package("xlsx", book.encode())}, secret)
    body = f"お世話になっております。\n見積書をお送りします。\n解凍パスワード：{secret}\n"
    return Sample("ppap.eml", mail(draw, body, {name: data}))


def locked_macros(draw: Random) -> Sample:
    """The same with an honest workbook that has macros."""
    secret, inner = password(draw), rates(draw)
    return Sample(
        "ppap.eml", mail(draw, f"パスワードは「{secret}」です。\n", {"集計.zip": with_aes({inner.name: inner.data}, secret)})
    )


def newsletter(draw: Random) -> Sample:
    """Links to pictures below wp-content, buttons, a shop's name in Japanese."""
    links = "".join(
        f'<a href="https://www.example.com/wp-content/uploads/2022/{draw.randint(1, 12):02}/item{number}.html"><img '
        f'src="https://www.example.com/wp-content/uploads/{number}.jpg"></a>' for number in range(draw.randint(3, 20))
    )  # fmt: skip
    body = web_page(f"<h1>今月のお知らせ</h1>{links}<a href='https://www.example.com/?123456'>配信停止</a>")
    return Sample("news.eml", mail(draw, "今月のお知らせ", {}, body.decode()))


def web(draw: Random) -> Sample:
    """A page with a script, and a picture in it as data."""
    script = f"document.querySelectorAll('a').forEach(function(x){{x.dataset.n={draw.randint(1, 99)};}});"
    return Sample(
        "page.html", web_page(f"<p>会社案内</p><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='><script>{script}</script>")
    )


def brochure(draw: Random) -> Sample:
    """A PDF with links to a site of WordPress."""
    folder = f"https://www.example.co.jp/wp-content/uploads/20{draw.randint(15, 24)}/{draw.randint(1, 12):02}"
    links = [
        "https://www.example.co.jp/",
        f"{folder}/catalog.pdf",
        f"{folder}/",
        "https://www.example.co.jp/wp-content/themes/shop/",
    ]
    return Sample("brochure.pdf", linked(links) if draw.random() < 0.7 else pdf([b"<< /Type /Info >>"]))


def app_installer(draw: Random) -> Sample:
    """An app of the firm's own, or a vendor's, that Windows installs from a page."""
    source = draw.choice(
        (
            f"https://apps.example.com/{letters(draw, 4, 8)}.appinstaller",
            "http://192.168.1.20/apps/tool.appinstaller",
            "https://intra.local/a.msix",
        )
    )
    return Sample("apps.html", web_page(f'<a href="ms-appinstaller:?source={source}">社内アプリをインストール</a>'))


def node_project(draw: Random) -> Sample:
    """A zip of a JavaScript project."""
    index = "const fs = require('fs');\nconst { exec } = require('child_process');\n"
    index += f"exec('git rev-parse HEAD', (e, out) => fs.writeFileSync('v{draw.randint(1, 9)}.txt', out));\n"
    lib = "export async function load(u) { const r = await fetch(u); return r.json(); }\nvar a=['x','y'];\n"
    return Sample(
        "app.zip", zipped({"app/index.js": index.encode(), "app/lib/load.js": lib.encode(), "app/package.json": b'{"name": "a"}'})
    )


def minified(draw: Random) -> Sample:
    """A library that a tool made short, with an array of words at its beginning."""
    words = ",".join(f"'{letters(draw, 3, 9)}'" for _ in range(200))
    text = f"!function(e,t){{var a=[{words}];e.lib=function(n){{return a[n%a.length]}};"
    text += "e.run=function(){return t(a)}}(window,function(e){return e});"
    return Sample("lib.min.js", text.encode())


def logon(draw: Random) -> Sample:
    """A script of the domain."""
    text = draw.choice(
        (
            (
                'Set n = CreateObject("WScript.Network")\r\nn.MapNetworkDrive "S:", "\\\\filesv01\\share"\r\n'
                'CreateObject("WScript.Shell").Run "gpupdate /force", 0, True\r\n'
            ),
            'Set f = CreateObject("Scripting.FileSystemObject")\r\nf.CopyFile "\\\\dc01\\netlogon\\hosts.txt", "C:\\Tools\\"\r\n',
            (
                'Set w = GetObject("winmgmts:\\\\.\\root\\cimv2")\r\nFor Each p In w.ExecQuery("Select * from Win32_Printer")\r\n'
                "WScript.Echo p.Name\r\nNext\r\n"
            ),
        )
    )
    return Sample("logon.vbs", f"' {letters(draw, 5, 20)}\r\n{text}".encode())


def batch(draw: Random) -> Sample:
    text = f'@echo off\r\nrobocopy C:\\data{draw.randint(1, 9)} \\\\filesv01\\backup /MIR\r\nstart "" C:\\Tools\\menu.exe\r\n'
    return Sample("backup.bat", text.encode())


def admin_link(draw: Random) -> Sample:
    """A shortcut to a script of the administrator's, or to a tool."""
    target, arguments = draw.choice(
        (
            (POWERSHELL, rf'-NoProfile -ExecutionPolicy Bypass -File "C:\Tools\{letters(draw, 4, 8)}.ps1"'),
            (CMD, rf"/k \\filesv01\tools\{letters(draw, 4, 8)}.bat"),
            (CMD, rf"/c findstr /s /i error C:\logs\*.log > %TEMP%\{letters(draw, 4, 8)}.txt"),
            (r"C:\Program Files\Example\app.exe", "/start"),
            (CMD, rf"/c regsvr32 /s C:\Windows\System32\{letters(draw, 4, 8)}.ocx"),
        )
    )
    return Sample("Tool.lnk", lnk(target, arguments, show=draw.choice((1, 7))))


def document_link(draw: Random) -> Sample:
    """What Windows itself puts among the recent documents: ``.doc.lnk``."""
    link = lnk(rf"C:\Users\taro\Documents\{letters(draw, 4, 8)}.doc", size=30_000, machine="pc01")
    return Sample("議事録.doc.lnk", link) if draw.random() < 0.5 else Sample("recent.zip", zipped({"a.doc.lnk": link}))


def notebook(draw: Random) -> Sample:
    """Minutes with a picture and a paper."""
    files = [
        ("diagram.png", PICTURE),
        ("契約書.pdf", linked(["https://www.example.com/"])),
        ("表.docx", package("docx", page(run("表")))),
    ]
    return Sample("minutes.one", one(files[: draw.randint(1, 3)], ["定例会議", f"次回は{draw.randint(1, 28)}日"]))


def admin_notebook(draw: Random) -> Sample:
    """An administrator's notebook with the scripts that he uses."""
    script = f"@echo off\r\nnet stop spooler\r\nnet start spooler\r\nrem {letters(draw, 4, 9)}\r\n"
    return Sample("手順.one", one([("restart.bat", script.encode())], ["印刷が止まったとき"]))


def attached(draw: Random) -> Sample:
    """A mail with plain papers."""
    first, second = plain(draw), brochure(draw)
    return Sample("mail.eml", mail(draw, "資料をお送りします。", {first.name: first.data, second.name: second.data}))
