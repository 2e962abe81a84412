"""Archives by what they are: zip and tar."""

from __future__ import annotations

from mimawari.trees.archive_tar import is_tar, open_tar
from mimawari.trees.archive_zip import is_zip, open_zip

__all__ = ["is_tar", "is_zip", "open_tar", "open_zip"]
