"""The words of RTF that matter here (Rich Text Format Specification 1.9.1, appendix B and the chapters of each)."""

from __future__ import annotations

import codecs

# Destinations whose text is not the page's (1.9.1, appendix B).
SILENT = frozenset(
    b"fonttbl colortbl stylesheet info pict objdata listtable listoverridetable themedata colorschememapping datastore latentstyles"
    b" xmlnstbl generator rsidtbl filetbl revtbl objclass objname objalias objsect template fldinst sn sp sv bkmkstart "
    b"bkmkend panose falt pntext pnseclvl userprops blipuid blipuid2 passwordhash wgrffmtfilter pgdsctbl".split()
)
KNOWN = frozenset(b"fldinst shpinst template objdata objclass generator shppict nesttableprops".split())
INFO = {
    b"title": "Title", b"subject": "Subject", b"author": "Author", b"operator": "LastAuthor", b"company": "Company",
    b"manager": "Manager", b"category": "Category", b"keywords": "Keywords", b"doccomm": "Description", b"comment": "Description",
    b"generator": "Application", b"creatim": "Created", b"revtim": "LastSaved",
}  # fmt: skip
NUMBERS = {b"edmins": "TotalTime", b"nofwords": "Words", b"version": "Revision"}
MARKS = {b"par": "\n", b"line": "\n", b"row": "\n", b"tab": "\t", b"cell": "\t", b"emdash": "—", b"endash": "–", b"bullet": "•"}
QUOTES = {b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”"}

# The other destinations: in the hex data of an object what they hold does not count.
ELSEWHERE = frozenset(
    (
        b"aftncn aftnsep aftnsepc annotation atnauthor atndate atnid atnparent atnref atrfend atrfstart author background buptim"
        b" category comment company creatim datafield defchp defpap do doccomm docvar dptxbxtext ebcend ebcstart factoidname"
        b" fchars ffdeftext ffentrymcr ffexitmcr ffformat ffhelptext ffl ffname ffstattext file fldrslt fldtype fontemb footer"
        b" footerf footerl footerr footnote formfield ftncn ftnsep ftnsepc g gridtbl header headerf headerl headerr hl hlfr"
        b" hlinkbase hlloc hlsrc hsv keywords lchars levelnumbers leveltext lfolevel linkval list listlevel listname listoverride"
        b" listpicture liststylename listtext lsdlockedexcept macc maccPr mailmerge malnScr manager margPr margSz mbar mbarPr"
        b" mbaseJc mbegChr mborderBox mborderBoxPr mbox mboxPr mchr mcount mctrlPr md mdPr mdeg mdegHide mden mdiff me mendChr"
        b" meqArr meqArrPr mf mfName mfPr mfunc mfuncPr mgroupChr mgroupChrPr mgrow mhideBot mhideLeft mhideRight mhideTop mlim"
        b" mlimLoc mlimLow mlimLowPr mlimUpp mlimUppPr mm mmPr mmaddfieldname mmathPict mmaxDist mmc mmcJc mmcPr mmconnectstr"
        b" mmconnectstrdata mmcs mmdatasource mmheadersource mmmailsubject mmodso mmodsofilter mmodsofldmpdata mmodsomappedname"
        b" mmodsoname mmodsorecipdata mmodsosort mmodsosrc mmodsotable mmodsoudl mmodsoudldata mmodsouniquetag mmquery mmr mnary"
        b" mnaryPr mnoBreak mnum moMath moMathPara moMathParaPr mobjDist mopEmu mphant mphantPr mplcHide mpos mr mrPr mrad mradPr"
        b" msPre msPrePr msSub msSubPr msSubSup msSubSupPr msSup msSupPr msepChr mshow mshp mstrikeBLTR mstrikeH mstrikeTLBR"
        b" mstrikeV msub msubHide msup msupHide mtransp mtype mvertJc mvfmf mvfml mvtof mvtol mzeroAsc mzeroDesc mzeroWid"
        b" nesttableprops nonesttables oldcprops oldpprops oldsprops oldtprops oleclsid operator password pgp pgptbl picprop pn"
        b" pnaiu pnaiud pntxta pntxtb printim propname protend protstart protusertbl result revtim rxe shp shpgrp shpinst shppict"
        b" shprslt shptxt staticval subject svb tc title txe ud upr windowcaption writereservation writereservhash xe xform"
        b" xmlattrname xmlattrvalue xmlclose xmlname xmlopen"
    ).split()
)

# The words that the reader acts on; all others only say how something looks.
ACTING = frozenset(
    (
        *b"bin u uc ansicpg yr mo dy hr min sec objupdate objautlink object objdata field".split(),
        *NUMBERS, *MARKS, *QUOTES, *SILENT, *INFO,
    )
)  # fmt: skip


def encoding_of(number: int) -> str:
    """The codec of a Windows code page; Western Europe's where there is none of this number."""
    name = {65001: "utf-8", 10001: "cp932", 0: "cp1252"}.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name
