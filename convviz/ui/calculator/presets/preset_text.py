"""What is said of a preset: marked for translation where it is written, translated when shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CONTEXT: Final = "Presets"
"""The context under which the texts stand in the translation files."""


@dataclass(frozen=True, slots=True)
class PresetText:
    """The English words of one preset.

    Attributes:
        name: As it stands in menus.
        why: One sentence on what to watch for.
    """

    name: str
    why: str
