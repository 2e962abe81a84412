"""``mimawari knowledge release``: what those who publish knowledge need."""

from __future__ import annotations

from mimawari.faces.cli.release import drafts as drafts
from mimawari.faces.cli.release import keys as keys
from mimawari.faces.cli.release import showing as showing
from mimawari.faces.cli.release.common import command as command
