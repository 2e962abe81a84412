"""What EmoCheck itself said about a PC."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari import model
from mimawari.detectors import detector
from mimawari.model import Finding, Strength, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class ToolVerdict(Finding):
    """EmoCheck's report says yes. ``image`` is empty in its reports on names alone (its first two scanners)."""

    strength: Strength = Strength.CONCLUSIVE
    family: str | None = "emotet"
    attack: tuple[str, ...] = ("T1036.005",)
    words: Words = Words(
        en="{tool} {version} found Emotet running on {host}: {process} (PID {pid}) {image}",
        ja="{tool} {version} が {host} で動作中のEmotetを検知しています：{process}（PID {pid}）{image}",
    )
    tool: str
    version: str
    host: str
    process: str
    pid: str
    image: str


_UNNAMED = Words(
    en="{tool} {version} found Emotet running on {host}.", ja="{tool} {version} が {host} で動作中のEmotetを検知しています。"
)


@detector
def tool_verdict(said: model.ToolVerdict) -> Iterator[ToolVerdict]:
    """EmoCheck's yes is conclusive; its no, and what it could not tell, say nothing."""
    if said.positive and said.tool.lower() == "emocheck":
        yield ToolVerdict(
            origin=said.origin,
            words=ToolVerdict.words if said.process else _UNNAMED,
            tool=said.tool,
            version=said.version,
            host=said.host,
            process=said.process,
            pid=said.pid,
            image=said.image,
        )
