"""What a run asks beside the level: whether strange mails come from the firm itself. Plain data, part of every task."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from mimawari.model import Asked, Firm
from mimawari.sources import Evidence, SourceKind, single_file
from mimawari.sources.logs.family import is_called_log

_OF_MAILBOXES = 1


class Role(StrEnum):
    """What a place means to the question.

    ``REPORTED``: mails that somebody calls strange. ``OURS``: a mailbox of the firm. ``BESIDE``: anything else.
    """

    REPORTED = "reported"
    OURS = "ours"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Inquest:
    """Who asks, and what. ``place`` is where the firm's profile lies, as the user gave it.

    ``reported`` and ``ours`` are locators of which the user said what they are; without that the kind of the source tells: mails
    that lie as files were reported, a mailbox is the firm's, and what is named as a log is no mail. ``searched`` are mailboxes of
    the firm whose mails are only asked, and not opened. ``asked`` is what logs and mailboxes are asked.
    """

    firm: Firm
    place: str = "us.toml"
    reported: frozenset[str] = frozenset()
    ours: frozenset[str] = frozenset()
    searched: frozenset[str] = frozenset()
    asked: Asked = field(default_factory=Asked)

    def role(self, evidence: Evidence, kind: SourceKind) -> Role:
        """What the mails of a source are: those of sources of items that are no mailboxes lie there loose."""
        if evidence.locator in self.reported:
            return Role.REPORTED
        if evidence.locator in self.ours | self.searched or kind.turn == _OF_MAILBOXES:
            return Role.OURS
        is_named = kind.name == single_file.NAME and not evidence.inside and not is_called_log(evidence.path.name)
        return Role.REPORTED if kind.reopen is not None or is_named else Role.BESIDE

    def only_searches(self, evidence: Evidence, kind: SourceKind) -> bool:
        """Whether the mails of a source are only asked: of what holds no mails all is looked at as ever."""
        is_of_mails = kind.reopen is not None and self.role(evidence, kind) is Role.OURS
        return is_of_mails and evidence.locator in self.searched

    def turn(self, evidence: Evidence, kind: SourceKind) -> int:
        """When a source is looked at: reported mails first, then mailboxes, then logs, each asked what came before."""
        role = self.role(evidence, kind)
        if role is Role.OURS:
            return _OF_MAILBOXES
        return 0 if role is Role.REPORTED else kind.turn

    def handed(self, evidence: Evidence) -> Evidence:
        """*evidence* with what it is asked, and by whom."""
        return replace(evidence, asked=self.asked, firm=self.firm)
