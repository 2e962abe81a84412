"""The page: whole without anything else, the same picture as the text, and harmless whatever a report holds."""

import hashlib
import re
import unicodedata
from base64 import b64encode
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import letters, reports

from mimawari import app
from mimawari.faces.html import page
from mimawari.faces.text import View, plain
from mimawari.faces.text.merged import merged
from mimawari.model import LANGUAGES, Gap, Letter, Level, Origin, ReadFinding, Reason, Report, Source, Strength, Words

KNOWN = app.known()
TAGS = {"html", "head", "meta", "title", "style", "body", "header", "main", "section", "footer", "div", "h1", "h2", "h3", "h4"} | {
    "p",
    "ul",
    "ol",
    "li",
    "strong",
    "a",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "details",
    "summary",
}
ATTRIBUTES = {"lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "scope", "open"}
EMPTY = {"meta"}


class Page(HTMLParser):
    """The page taken apart: tags, attributes, text; every tag is closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.style = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in EMPTY:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "style":
            self.style += data
        elif data.strip():
            self.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


def made(report: Report, language: str = "en") -> str:
    return page(View(report, KNOWN, language))


def fleet() -> Report:
    found = [reports.infected("KEIRI"), reports.suspected("EIGYO"), reports.undetermined("SOUKO"), reports.no_sign("PC1")]
    cut = app.unread("drop/PC2.json", "PC2", Reason.CORRUPT, "cut off", KNOWN)
    return app.called(Report.of([*found, cut]), ["KEIRI", "SHACHO"], KNOWN)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_in_either_language(language: str) -> None:
    read = Page(made(fleet(), language))
    assert read.all("html") == [{"lang": language}]
    order = [read.text.index(KNOWN.named("level", "infected").say(language))]
    order += [read.text.index({"en": "nothing can be said yet", "ja": "まだ判断できないPC"}[language])]
    order += [read.text.index({"en": "All PCs, the worst first", "ja": "PCの一覧（危険度の高い順）"}[language])]
    assert order == sorted(order)
    opened = read.text[order[1] : order[2]]
    assert [host for host in ("SOUKO", "PC2", "SHACHO") if host not in opened] == []
    for reason in reports.loader().words.say(language), reports.pair().words.say(language), "AppData\\Local\\Vqkzr\\hbtw.dll":
        assert reason in read.text


def test_each_pc_is_a_row_with_its_level_in_words_and_its_details_are_folded() -> None:
    text = made(fleet())
    rows = re.findall(
        r'<tr class="([a-z-]+)">\s*<th scope="row"><a href="#(pc-\d)">([A-Z0-9]+)</a></th>\s*<td>([A-Z ]+)</td>', text
    )
    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("infected", "KEIRI", "INFECTED"),
        ("suspected", "EIGYO", "SUSPECTED"),
        ("undetermined", "PC2", "COULD NOT TELL"),
        ("undetermined", "SOUKO", "COULD NOT TELL"),
        ("unchecked", "SHACHO", "NOT CHECKED"),
        ("no-sign", "PC1", "NO SIGN FOUND"),
    ]
    read = Page(text)
    assert [folded.get("id") for folded in read.all("details")] == [row[1] for row in rows]
    assert [folded for folded in read.all("details") if "open" in folded] == []
    assert {head.get("scope") for head in read.all("th")} == {"col", "row"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", reports.OF_LEVEL)
def test_a_single_report_is_a_page_too_with_its_details_open(level: Level, language: str) -> None:
    read = Page(made(reports.report(level), language))
    assert KNOWN.named("level", level).say(language) in read.text
    assert KNOWN.advice[level].steps[0].say(language) in read.text
    assert [folded for folded in read.all("details") if "open" not in folded] == []
    promises = r"\b(?:is|are) (?:clean|safe)|安全です|感染していません|問題ありません"
    assert re.findall(promises, read.text) == []


@pytest.mark.parametrize("hosts", [("PC1",), ("PC1", "PC2")])
def test_what_to_do_stands_below_the_advice_it_speaks_of(hosts: tuple[str, ...]) -> None:
    report = Report.of([reports.undetermined(host) for host in hosts])
    for text in (Page(made(report)).text, plain(merged(View(report, KNOWN, "en")))):
        assert text.index("What could not be looked at") < text.index("Follow the advice above")


def test_it_needs_nothing_else_and_may_load_and_run_nothing() -> None:
    text = made(fleet(), "ja")
    read = Page(text)
    assert text.isascii()
    assert {tag for tag, _ in read.tags} <= TAGS
    assert {name for _, attributes in read.tags for name in attributes} <= ATTRIBUTES
    assert all(re.fullmatch(r"#pc-\d+", link["href"]) for link in read.all("a"))
    assert not re.search(r"url\(|@import|expression|javascript", read.style)
    (policy,) = (meta["content"] for meta in read.all("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    digest = b64encode(hashlib.sha256(read.style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "prefers-color-scheme: dark" in read.style
    assert "@media print" in read.style


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><b>",
    "</title></td></details>",
    "<!-- x",
    "&lt;script&gt;&#60;b&#62;",
    "javascript:alert(1)",
    "http://evil.example/a.php",
    "{{ 7 * 7 }}{% raw %}",
    "invoice\u202egpj.exe\u200b\x1b[2J\ufeff\x00",
    "\ud800\udfff",
    "]]><![CDATA[",
]


def filled_with(text: str) -> Report:
    """Reports that hold *text* wherever a report can hold text."""
    bad = Origin("BAD", text, (text, f"C:\\Users\\{text}"))
    found = ReadFinding(
        name=text, origin=bad, strength=Strength.STRONG, words=Words(en=text, ja=text), family=text, attack=(text,), era=(text,),
        seen_at=text, given=(("file", text),),
    )  # fmt: skip
    gap = Gap(bad, Reason.DENIED, text, text, Words(en=text, ja=text))
    part = replace(
        reports.part("BAD", [found, reports.pair("BAD")], [gap]), looked=(*reports.LOOKED, replace(reports.LOOKED[0], kind=text))
    )
    evil = Source(
        "BAD", text, text, host=text, machine=text, seen_at=text, inside=text, ought=(text,), parts=(part,), runs=(reports.RUN,)
    )
    bare = replace(evil, id="BARE", machine="", host=f"2 {text}", parts=(reports.part("BARE", gaps=[gap], looked=()),))
    cut = app.unread(f"drop/{text}.json", text, Reason.CORRUPT, text, KNOWN)
    mail = letters.mailbox(
        [Letter((text, "1"), text, text, text, text)],
        *(replace(one, origin=Origin("BOX-1", text, (text, "1", text))) for one in (found, gap)),
        locator=text,
    )
    return app.called(Report.of([evil, bare, cut, mail, reports.no_sign("PC1")]), [f"3 {text}"], KNOWN)


def harmless(text: str) -> None:
    read = Page(text)
    assert text.isascii()
    assert {tag for tag, _ in read.tags} <= TAGS
    assert {name for _, attributes in read.tags for name in attributes} <= ATTRIBUTES
    assert all(re.fullmatch(r"#pc-\d+", link["href"]) for link in read.all("a"))
    assert {attributes.get("class", "") for tag, attributes in read.tags if tag in ("tr", "details")} <= {"", *Level, app.UNCHECKED}
    assert not {c for c in read.text if unicodedata.category(c) in ("Cf", "Cs", "Zl", "Zp", "Cc")}
    assert "http://evil" not in read.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_report_holds_stays_text(text: str, language: str) -> None:
    sources = filled_with(text).sources
    assert any(source.letters for source in sources)
    for report in (filled_with(text), *(Report.of([source]) for source in sources)):
        harmless(made(report, language))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_any_text_at_all_stays_text(text: str) -> None:
    harmless(made(filled_with(text)))


def test_a_page_on_which_it_did_not_stay_text_would_be_seen() -> None:
    for broken in ("<p><script>1</script></p>", "<p onclick='x'>y</p>", '<a href="http://evil.example">x</a>', "<p>a\u202eb</p>"):
        with pytest.raises(AssertionError):
            harmless(broken.encode("ascii", "xmlcharrefreplace").decode())


def test_very_many_reasons_of_one_pc_are_counted_not_shown() -> None:
    many = [replace(reports.loader(), origin=reports.origin(f"C:\\{n}")) for n in range(200)]
    read = Page(made(Report.of([reports.source("PC1", reports.part("PC1", many))])))
    assert "and 170 more" in read.text
    assert len(read.words) < 300
