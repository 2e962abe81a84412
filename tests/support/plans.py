"""A small plan for tests of what plans are used for."""

from __future__ import annotations

from mimawari import app
from mimawari.model import Opening, Phase, Plan, PlanStep, PlayStep, Report, Situation, Verdict, Who, Words


def step(name: str, phase: Phase, after: tuple[str, ...] = ()) -> PlayStep:
    return PlayStep(
        id=name, phase=phase, situations=frozenset(Situation), title=Words(en=f"Do {name}", ja=f"{name} を行います"),
        how=(Words(en="So.", ja="こうします。"),), why=Words(en="Because.", ja="理由です。"), who=Who.ANYBODY,
        done_when=(Words(en="Seen.", ja="見えたら完了です。"),), after=after,
    )  # fmt: skip


def planned(report: Report, _verdict: Verdict, _known: app.Knowledge) -> Plan:
    """Unplug each host, then keep its memory, then tell somebody."""
    hosts = sorted({source.host for source in report.sources if source.host})
    unplug, keep = step("unplug", Phase.ISOLATE), step("keep-memory", Phase.PRESERVE, ("unplug",))
    each = [PlanStep(f"{one.id}@{host}", one, host) for one in (unplug, keep) for host in hosts]
    tell = PlanStep("tell", step("tell", Phase.NOTIFY))
    opening = Opening(
        situation=Situation.OUR_DEVICE, meaning=Words(en="It is us.", ja="自社です。"), first=Words(en="Unplug.", ja="抜きます。")
    )
    return Plan((Situation.OUR_DEVICE,), (opening,), (*each, tell), tuple(hosts))
