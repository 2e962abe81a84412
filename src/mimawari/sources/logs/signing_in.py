"""Who signed in from where, and who tried: per account, service and network, within bounds however many are tried."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from mimawari.model import AccountUse, Firm, Origin
from mimawari.sources.logs.events import address
from mimawari.sources.logs.near import network
from mimawari.sources.logs.tables import Table
from mimawari.sources.tables.stamps import DAY, HOUR, iso
from mimawari.sources.tables.uses import EVENING, MORNING

if TYPE_CHECKING:
    import polars as pl

_MOST, _NETWORKS, _ACCOUNTS, _NAMES = 400_000, 300, 1000, 20


class SignIns:
    """Counts sign-ins. What ``auth`` alone says of a failure counts where no service said so of the same account and address."""

    def __init__(self) -> None:
        rules = {
            "good": "sum",
            "bad": "sum",
            "early": "sum",
            "late": "sum",
            "first": "min",
            "last": "max",
            "name": "first",
            "place": "min",
        }
        self._rows = Table(("account", "service", "client", "day", "weak"), rules, _MOST)

    def add(self, signins: pl.DataFrame, zone: int) -> None:
        """``t``, ``place``, ``account``, ``service``, ``client``, ``name``, ``good``, ``times``, ``weak``."""
        import polars as pl

        local = pl.col("t") + zone * 60
        hour = local % DAY // HOUR
        times = pl.col("times")
        counted = signins.with_columns(
            pl.col("account").str.to_lowercase().str.head(200), address("client").alias("client"), (local // DAY).alias("day"),
            pl.when("good").then(times).otherwise(0).alias("good"), pl.when("good").then(0).otherwise(times).alias("bad"),
            ((hour < MORNING) & pl.col("good")).cast(pl.Int64).alias("early"),
            ((hour >= EVENING) & pl.col("good")).cast(pl.Int64).alias("late"),
            pl.col("t").alias("first"), pl.col("t").alias("last"),
        )  # fmt: skip
        self._rows.add(counted.filter(pl.col("client").is_not_null()))

    @property
    def cut(self) -> int:
        """How many rows were dropped."""
        return self._rows.dropped

    def uses(self, firm: Firm, origin: Callable[[int | None], Origin]) -> Iterator[AccountUse]:
        """One for each account, service and network; the rest of the failures under the account without a name."""
        frame = self._rows.all()
        if frame is None:
            return
        rows = list(frame.iter_rows(named=True))
        said = {(row["account"], row["client"]) for row in rows if not row["weak"]} | {
            ("", row["client"]) for row in rows if not row["weak"]
        }
        rows = [
            row
            for row in rows
            if not row["weak"] or ((row["account"], row["client"]) not in said and ("", row["client"]) not in said)
        ]
        for (account, service, net), group in sorted(_folded(rows, firm).items()):
            yield _use(account, service, net, group, origin)


def _folded(rows: list[dict[str, Any]], firm: Firm) -> dict[tuple[str, str, str], list[dict[str, Any]]]:
    """Accounts that were only tried are kept as far as they are the firm's, and the most tried; the rest counts as nameless."""
    used = {row["account"] for row in rows if row["good"]} | {one.address for one in firm.accounts}
    tried = Counter[str]()
    for row in rows:
        tried[row["account"]] += row["bad"]
    most = sorted((one for one in tried if one not in used), key=lambda one: (-tried[one], one))[:_ACCOUNTS]
    kept = used | set(most)
    found: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[(row["account"] if row["account"] in kept else "", row["service"], network(row["client"]))].append(row)
    by_account: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for key in found:
        by_account[key[0]].append(key)
    for account, keys in by_account.items():
        # Sign-ins that worked come before any number of those that did not.
        keys.sort(key=lambda key: (-sum(row["good"] for row in found[key]), -sum(row["bad"] for row in found[key]), key))
        for key in keys[_NETWORKS:]:
            found[(account, key[1], "")] = [*found.get((account, key[1], ""), []), *found.pop(key)]
    return found


def _use(account: str, service: str, net: str, rows: list[dict[str, Any]], origin: Callable[[int | None], Origin]) -> AccountUse:
    good = [row for row in rows if row["good"]]
    return AccountUse(
        origin=origin(min(row["place"] for row in rows)), account=account, service=service, network=net,
        sample=min(row["client"] for row in rows), successes=sum(row["good"] for row in rows), failures=sum(row["bad"] for row in
        rows),
        first=iso(min(row["first"] for row in rows)), last=iso(max(row["last"] for row in rows)),
        addresses=len({row["client"] for row in rows}), nights=_nights(good), days=len({row["day"] for row in good or rows}),
        names=tuple(sorted({row["name"] for row in rows if row["name"] and row["name"] != "unknown"})[:_NAMES]),
    )  # fmt: skip


def _nights(rows: list[dict[str, Any]]) -> int:
    """A night is of the day on which it begins."""
    return len({row["day"] for row in rows if row["late"]} | {row["day"] - 1 for row in rows if row["early"]})
