"""HTML, XHTML, SVG and HTML applications: where they lead, what they would save, the scripts and files inside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget
from mimawari.formats.glued import glued
from mimawari.formats.html_reader import Page, Tag, read
from mimawari.formats.kept import Kept
from mimawari.formats.raws import raws
from mimawari.formats.scripts.blocks import plain
from mimawari.formats.scripts.charsets import charset, decoded, is_text
from mimawari.formats.scripts.encoded import decoded as unscrambled
from mimawari.formats.scripts.languages import EXTENSIONS, JAVASCRIPT, MSHTA, language
from mimawari.formats.scripts.reading import TEXT, script
from mimawari.formats.smuggled import ADDRESSES, MOST, Hidden, harmless, has_more, hidden
from mimawari.model import Blob, Embedded, Gap, Reason, Script, WebPage

SIZE = 16 << 20
"""The most bytes of a page."""
_SHOWN, _LINKS, _LINK, _SCRIPTS, _HANDLERS = 64 << 10, 2000, 2000, 500, 64 << 10
_SHORT = 256 << 10
_BROWSER = "browser"
_MARK = re.compile(
    r"<(?:!doctype\s+(?:html|svg)|html|svg|head|body|script|iframe|meta\s|table|title|style|hta:application|frameset"
    r"|(?:div|p|br|a|form|font|center|span)[\s/>])",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:\ufeff|\s|<\?[^>]{0,300}>|<!--.{0,4000}?-->|<!(?!doctype\s+(?:html|svg))[a-z][^>]{0,400}>)*", re.IGNORECASE | re.DOTALL
)
# The first sign of a page is "<", whatever the character set. Of what has another one the rest need not be decoded.
_OTHER = re.compile(rb"[ \t\r\n\f]{0,4096}[!-\x3b=-~][\t\r\n\f -~]")
_ANYWHERE = re.compile(r"<(?:html|script|svg|hta:application)[\s>]", re.IGNORECASE)
_META = re.compile(
    rb"<meta[^>]{0,200}charset\s{0,10}=\s{0,10}[\"']?([\w\-]{2,40})|<\?xml[^>]{0,100}encoding\s{0,10}=\s{0,10}[\"']([\w\-]{2,40})",
    re.IGNORECASE,
)
_LABEL = re.compile(r"charset\s{0,10}=\s{0,10}[\"']?([\w\-]{2,40})", re.IGNORECASE)
_REFRESH = re.compile(
    r"^\s{0,20}[\d.]{0,10}\s{0,20}[;,]?\s{0,20}(?:url\s{0,20}=\s{0,20})?[\"']?(.{1,2000}?)[\"']?\s{0,20}$",
    re.IGNORECASE | re.DOTALL,
)
_SAVES = re.compile(r"(?:\.download\s{0,20}=|msSave(?:OrOpen)?Blob\s{0,5}\([^\n]{0,200}?,|saveAs\s{0,5}\([^\n]{0,200}?,"
                    r"|setAttribute\s{0,5}\(\s{0,5}[\"']download[\"']\s{0,5},)\s{0,20}[\"'`]([^\"'`\n]{1,200})[\"'`]")  # fmt: skip
_SAVES_NAMED = re.compile(r"\.download\s{0,20}=\s{0,20}([A-Za-z_$][\w$]{0,60})\s{0,20}[;,\n)}]")
# The attributes of each element that lead somewhere: pictures and style sheets do not.
_LEADS = {"a": "href", "area": "href", "form": "action", "iframe": "src", "frame": "src", "base": "href", "embed": "src",
          "object": "data", "button": "formaction", "input": "formaction"}  # fmt: skip
_SUFFIX = {"pe": "exe", "ole": "doc", "gzip": "gz", "onenote": "one", "script": "js"}


def recognises(head: Head) -> bool:
    """Markup of HTML at the beginning, behind comments and declarations. What runs as a script by its name is not a page."""
    if head.extension in EXTENSIONS or not is_text(head.start, 0.1):
        return False
    named = head.extension in ("html", "htm", "xhtml", "shtml", "svg", "hta") or head.media_type in ("text/html", "image/svg+xml")
    if named or _OTHER.match(head.start):
        return named
    start = decoded(head.start)[:8192]
    before = _BEFORE.match(start)
    if _MARK.match(start, before.end() if before else 0):
        return True
    return start.lstrip().startswith("<") and _ANYWHERE.search(start) is not None and not _is_office(start)


def _is_office(start: str) -> bool:
    return "<?mso-application" in start or "w:wordDocument" in start or "pkg:package" in start


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """The page, then its scripts and the files that it carries."""
    if blob.content.size > SIZE:
        yield Gap(blob.origin, Reason.TOO_LARGE, "content", f"only the first {SIZE >> 20} MiB of the page were read")
    text = _text(blob)
    page = _read(text, budget.check)
    yield from _cut(blob, page)
    files = list(hidden(text))
    if has_more(text):
        yield Gap(blob.origin, Reason.TOO_LARGE, "content", f"more than {ADDRESSES} files as addresses in one page")
    if len(files) == MOST:
        yield Gap(blob.origin, Reason.TOO_LARGE, "content", f"more than {MOST} files in one page")
    told = _page(blob, page, files)
    yield told
    yield from _scripts(blob, page, files)
    for file, inner in zip(files, told.files, strict=True):
        if file.kind != "script":
            yield blob.inner(inner.name, Kept.of(file.content), by="web-page", media_type=file.media_type)
    pieces = enumerate(harmless(text), 1)
    yield from raws(blob, budget, ((f"address {number}", content) for number, content in pieces), by="web-page")
    yield from glued(blob, budget, by="web-page")


def _cut(blob: Blob, page: Page) -> Iterator[Gap]:
    """What is missing of the page. One that merely lacks its last end tags is whole: browsers add them."""
    if page.cut:
        yield Gap(blob.origin, Reason.TOO_LARGE, "content", "a page of too many elements")
    if page.unended == "script" and blob.content.size <= SIZE:
        yield Gap(blob.origin, Reason.CORRUPT, "content", "a page that ends within a script")


def shown(text: str, most: int) -> tuple[str, tuple[str, ...]]:
    """The text that a page shows, and where it leads: for the mail that holds it."""
    page = _read(text)
    return page.text(most), _links(page.tags)


def _read(text: str, tick: Callable[[], None] | None = None) -> Page:
    """The page; the one that was read last is at hand still: a mail asks for what its page shows before that is opened."""
    if len(text) > _SHORT:
        return read(text, tick)
    if text not in _last:
        page = read(text, tick)
        _last.clear()
        _last[text] = page
    return _last[text]


_last: dict[str, Page] = {}


def text_from(data: bytes, media_type: str = "") -> str:
    """The page's source as text, by its byte order mark, the label of who sent it, its own declaration, or a guess."""
    said = _LABEL.search(media_type)
    declared = _META.search(data[:4096])
    own = (declared[1] or declared[2]).decode("ascii", "replace") if declared else ""
    # A page that declares UTF-16 in bytes that were read as ASCII is not in UTF-16 (HTML standard 13.2.3.2).
    own = "" if own.lower().startswith("utf-16") else own
    label = said[1] if said else own
    return decoded(data, label or charset(data))


def _text(blob: Blob) -> str:
    with blob.content.open() as stream:
        return text_from(stream.read(SIZE), blob.media_type)


def _page(blob: Blob, page: Page, files: list[Hidden]) -> WebPage:
    title = next((tag.raw for tag in page.tags if tag.name == "title"), "")
    downloads = _downloads(page.tags)
    return WebPage(
        **blob.common,
        title=" ".join(title.split())[:500],
        links=_links(page.tags),
        downloads=downloads,
        files=tuple(
            Embedded(name=name, kind=file.kind, size=len(file.content))
            for name, file in zip(_names(files, downloads), files, strict=True)
        ),
        text=page.text(_SHOWN),
    )


def _links(tags: Iterable[Tag]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for tag in tags:
        link = _link(tag)
        if link and not link.startswith("#") and not link.lower().startswith("javascript:"):
            # Of a file in the address only its kind is kept.
            found[link[:100] if link[:5].lower() == "data:" else link[:_LINK]] = None
        if len(found) >= _LINKS:
            break
    return tuple(found)


def _link(tag: Tag) -> str:
    if tag.name == "meta" and tag.get("http-equiv").lower() == "refresh":
        refresh = _REFRESH.match(tag.get("content")[:4000])
        return refresh[1] if refresh and not refresh[1].strip().isdigit() else ""
    return tag.get(_LEADS.get(tag.name, ""))


def _downloads(tags: Iterable[Tag]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for tag in tags:
        if tag.name in ("a", "area") and tag.get("download"):
            found[tag.get("download")[:200]] = None
        if tag.name == "script":
            found |= dict.fromkeys(_saved(tag.raw[:TEXT]))
    return tuple(found)[:100]


def _saved(source: str) -> Iterator[str]:
    """The names that a script gives to what it saves: texts, and variables that hold one."""
    yield from (name[1] for name in _SAVES.finditer(source))
    for variable in dict.fromkeys(found[1] for found in islice(_SAVES_NAMED.finditer(source), 10)):
        value = re.search(rf"(?<![\w$]){re.escape(variable)}\s{{0,20}}=\s{{0,20}}[\"'`]([^\"'`\n]{{1,200}})[\"'`]", source)
        if value:
            yield value[1]


def _scripts(blob: Blob, page: Page, files: Iterable[Hidden]) -> Iterator[Inside]:
    host = MSHTA if _is_application(blob, page) else _BROWSER
    inline = [(_language(tag), tag.raw) for tag in page.tags if tag.name == "script" and tag.raw.strip()]
    inline += [(JAVASCRIPT, _readable(file)) for file in files if file.kind == "script"]
    handlers = "\n".join(_handlers(page.tags))[:_HANDLERS]
    for number, (named, text) in enumerate(inline[:_SCRIPTS], 1):
        if named:
            yield from _script(blob, f"script {number}", named, host, text)
    if handlers:
        yield script(blob, "event handlers", JAVASCRIPT, host, handlers)
    if len(inline) > _SCRIPTS:
        yield Gap(blob.origin, Reason.TOO_LARGE, "content", f"more than {_SCRIPTS} scripts in one page")


def _script(blob: Blob, place: str, named: str, host: str, text: str) -> Iterator[Script | Gap]:
    source, whole = unscrambled(plain(text))
    if not whole:
        yield Gap(blob.origin, Reason.CORRUPT, "content", "an encoded script without its end")
    if len(source) > TEXT:
        yield Gap(blob.origin, Reason.TOO_LARGE, "content", f"only the first {TEXT} characters of a script were read")
    yield script(blob, place, named, host, source)


def _language(tag: Tag) -> str:
    """Empty where the element holds data (JSON-LD, a template) and no script."""
    return language(tag.get("type") or tag.get("language"), JAVASCRIPT)


def _handlers(tags: Iterable[Tag]) -> Iterator[str]:
    for tag in tags:
        for name, value in tag.attributes.items():
            if name.startswith("on") and value:
                yield value
            elif value[:11].lower() == "javascript:" and name in ("href", "src", "action"):
                yield value[11:]


def _is_application(blob: Blob, page: Page) -> bool:
    return blob.name.lower().endswith(".hta") or "hta" in blob.media_type or any(tag.name == "application" for tag in page.tags)


def _readable(file: Hidden) -> str:
    return decoded(file.content[: 4 * TEXT])


def _names(files: list[Hidden], downloads: tuple[str, ...]) -> list[str]:
    """The name under which the page saves its only file; else each by its number and kind."""
    if len(files) == len(downloads) == 1:
        return [downloads[0]]
    return [f"data {number}.{_SUFFIX.get(file.kind, file.kind)}" for number, file in enumerate(files, 1)]


FORMAT = Format("web-page", 120, recognises, opened)
