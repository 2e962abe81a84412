"""Pictures of accounts' sending: files in a folder that the user names, and in letters below the answer that names an account."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from mimawari.faces import pictures, profile_text
from mimawari.faces.cli.common import refused
from mimawari.faces.profile import Marks
from mimawari.model import Answer, Firm, SendingProfile, Testimony, Us, Words

MOST = 2
"""Pictures below an answer: of more accounts they are in the folder."""

_UNWRITABLE = Words(en="cannot write pictures to {path} ({why}).", ja="{path} にグラフを保存できません（{why}）。")


@dataclass(slots=True)
class Drawings:
    """What there is to draw of one run. ``folder`` is None where no files are wanted."""

    firm: Firm
    folder: Path | None
    tongue: str
    _heard: list[SendingProfile] = field(default_factory=list)

    def hear(self, testimony: tuple[Testimony, ...]) -> None:
        """Keep the profiles."""
        self._heard += [one for one in testimony if isinstance(one, SendingProfile)]

    def write(self, us: Us | None) -> None:
        """The files of the accounts that the answer names, and of all that stand out; refused where they cannot be written."""
        if self.folder is None:
            return
        try:
            pictures.write(self.folder, pictures.drawn(self._heard, named(us)), self.tongue, self.firm.zone)
        except (OSError, ValueError) as error:
            raise refused(_UNWRITABLE, self.tongue, path=self.folder, why=error) from error

    def in_letters(self, us: Us | None) -> list[str]:
        """The accounts that the answer names, those with the most that stands out first."""
        wanted = {name.casefold() for name in named(us)}
        found = [one for one in pictures.drawn(self._heard, wanted) if one[0].account.casefold() in wanted]
        ordered = sorted(found, key=lambda one: (-len(one[1].bursts), one[0].account, one[0].way))
        return [self._picture(*one) for one in ordered[:MOST]]

    def _picture(self, profile: SendingProfile, marks: Marks) -> str:
        return profile_text.picture(profile, marks, self.tongue, self.firm.zone)


def named(us: Us | None) -> tuple[str, ...]:
    """The accounts that an answer says are misused."""
    return tuple(name for one in us.answers if one.answer is Answer.OUR_ACCOUNT for name in one.accounts) if us else ()
