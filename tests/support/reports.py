"""Synthetic reports, one a level, for tests of the faces."""

from __future__ import annotations

from collections.abc import Iterable

from mimawari import app
from mimawari.model import (
    Finding,
    Gap,
    Level,
    Looked,
    Origin,
    Part,
    ReadFinding,
    Reason,
    Report,
    Run,
    Source,
    Strength,
    Words,
)

RUN = Run("r-0123456789abcdef", "2026-11-24T01:02:03Z", "2026-11-24T01:05:00Z")
OUGHT = ("file", "host", "registry-value", "service", "task")
LOOKED = (Looked("file", 31202), Looked("host", 1), Looked("registry-value", 812), Looked("service", 240), Looked("task", 55))


def origin(*path: str, host: str = "PC1") -> Origin:
    return Origin(f"{host}-0001", f"case/{host}", path)


def loader(host: str = "PC1", strength: Strength = Strength.STRONG, family: str | None = "emotet", past: bool = False) -> Finding:
    return ReadFinding(
        name="loader-autostart",
        origin=origin(f"C:\\Users\\{host}\\AppData\\Local\\Vqkzr\\hbtw.dll", host=host),
        strength=strength,
        words=Words(
            en="Windows starts hbtw.dll by itself through regsvr32, as Emotet of 2022 did.",
            ja="Windowsの起動時に、regsvr32を使って hbtw.dll が自動的に実行されます。2022年のEmotetと同じ手口です。",
        ),
        family=family,
        attack=("T1218.010", "T1547.001"),
        era=("P6",),
        seen_at="2022-06-01T02:03:04Z",
        past=past,
        given=(("file", "hbtw.dll"), ("pid", None)),
    )


def pair(host: str = "PC1", strength: Strength = Strength.STRONG) -> Finding:
    path = f"HKU\\S-1-5-21-1-2-3-1001\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\{host}"
    return ReadFinding(
        name="system-pair",
        origin=origin(path, host=host),
        strength=strength,
        words=Words(
            en="A program borrows the name of a file of Windows.", ja="Windows標準ファイルの名前をまねたプログラムがあります。"
        ),
        family="emotet",
        attack=("T1036.005",),
        era=("P3",),
    )


def gap(wanted: str, *path: str, reason: Reason = Reason.DENIED, host: str = "PC1", detail: str = "") -> Gap:
    bare = Gap(origin(*path, host=host), reason, wanted, detail)
    return Gap(bare.origin, reason, wanted, detail, app.known().remedy(bare))


def part(
    host: str = "PC1",
    findings: Iterable[Finding] = (),
    gaps: Iterable[Gap] = (),
    looked: Iterable[Looked] = LOOKED,
    key: str = "all",
) -> Part:
    findings, gaps = sorted(findings), sorted(gaps)
    hints = [finding.kind for finding in findings if finding.strength is Strength.HINT]
    counts = [f"{gap.reason}-{gap.wanted}" for gap in gaps]
    return Part(
        source=f"{host}-0001",
        key=key,
        knowledge="2026.11.1",
        findings=tuple(findings),
        gaps=tuple(gaps),
        looked=tuple(looked),
        hints=tuple((kind, hints.count(kind)) for kind in sorted(set(hints))),
        gap_counts=tuple((kind, counts.count(kind)) for kind in sorted(set(counts))),
        content="0123456789abcdef",
    )


def source(host: str = "PC1", *parts: Part, kind: str = "folder", seen_at: str = "2026-11-20T09:00:00Z") -> Source:
    return Source(
        id=f"{host}-0001",
        locator=f"case/{host}",
        kind=kind,
        host=host,
        machine=f"S-1-5-21-{host}",
        seen_at=seen_at,
        ought=OUGHT,
        parts=parts,
        runs=(RUN,),
    )


def infected(host: str = "PC1") -> Source:
    times = gap("times-not-kept", reason=Reason.MISSING, host=host)
    return source(host, part(host, (loader(host), pair(host)), (times,)))


def suspected(host: str = "PC1") -> Source:
    return source(host, part(host, (loader(host),)))


def undetermined(host: str = "PC1") -> Source:
    way = "C:\\Windows\\System32\\config\\SOFTWARE"
    gaps = [gap(wanted, way, host=host) for wanted in ("registry-value", "service", "task")]
    return source(host, part(host, gaps=gaps))


def no_sign(host: str = "PC1") -> Source:
    return source(host, part(host, (pair(host, Strength.HINT),), (gap("process", reason=Reason.MISSING, host=host),)))


def unopened(locator: str = "case/none", reason: Reason = Reason.MISSING) -> Source:
    nothing = Gap(Origin("0f", locator), reason, "content")
    told = Gap(nothing.origin, reason, "content", remedy=app.known().remedy(nothing))
    whole = Part("0f", "survey", "2026.11.1", gaps=(told,), gap_counts=((f"{reason}-content", 1),))
    return Source(id="0f", locator=locator, kind=app.UNOPENED, ought=("content",), parts=(whole,), runs=(RUN,))


OF_LEVEL = {
    Level.INFECTED: infected,
    Level.SUSPECTED: suspected,
    Level.UNDETERMINED: undetermined,
    Level.NO_SIGN: no_sign,
}


def report(level: Level, host: str = "PC1") -> Report:
    return Report.of([OF_LEVEL[level](host)])
