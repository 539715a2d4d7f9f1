"""Writes the icon font that ships: the glyphs that the window names, and no others.

Run it after an icon was added or removed; a test says when. It needs fontTools, and the whole font,
Material Design Icons 6.9.96, which QtAwesome carries::

    python -m pip install -e '.[icons]'
    python resources/subset_icons.py
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
FONT: Final = ROOT / "resources" / "icons" / "material-design-icons.ttf"
CODE_POINTS: Final = FONT.with_suffix(".json")
_NAME: Final = re.compile(r"\bmdi6\.([a-z0-9-]+)")
_SOURCE: Final = "materialdesignicons6-webfont-6.9.96.ttf"
_SOURCE_NAMES: Final = "materialdesignicons6-webfont-charmap-6.9.96.json"


def named_icons(root: Path) -> set[str]:
    """Return the names of all icons that the sources of the window name, without the prefix."""
    sources = (root / "convviz").rglob("*.py")
    return {name for path in sources for name in _NAME.findall(path.read_text(encoding="utf-8"))}


def shipped_icons(code_points: Path = CODE_POINTS) -> dict[str, str]:
    """Return the code point of each icon that ships, in hexadecimal."""
    names: dict[str, str] = json.loads(code_points.read_text(encoding="utf-8"))
    return names


def write_subset(names: set[str], whole_font: Path, whole_names: Path) -> None:
    """Write the font and the code points of some icons.

    Args:
        names: Without the prefix, such as ``"play"``.
        whole_font: The font with all icons.
        whole_names: Its names and code points, as JSON.

    Raises:
        KeyError: The font has no icon of a name.
    """
    from fontTools import subset

    known = json.loads(whole_names.read_text(encoding="utf-8"))
    chosen = {name: known[name] for name in sorted(names)}
    options = subset.Options(hinting=False, layout_features=[], name_IDs=[1, 2, 4, 5])
    font = subset.load_font(str(whole_font), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[int(code, 16) for code in chosen.values()])
    subsetter.subset(font)
    subset.save_font(font, str(FONT), options)
    CODE_POINTS.write_text(json.dumps(chosen, indent=1) + "\n", encoding="utf-8")


def main() -> int:
    """Write the subset; return the exit status."""
    spec = importlib.util.find_spec("qtawesome")
    if spec is None or not spec.submodule_search_locations:
        print("QtAwesome is missing: python -m pip install -e '.[icons]'", file=sys.stderr)
        return 1
    fonts = Path(spec.submodule_search_locations[0]) / "fonts"
    names = named_icons(ROOT)
    try:
        write_subset(names, fonts / _SOURCE, fonts / _SOURCE_NAMES)
    except KeyError as error:
        print(f"the font has no icon {error}", file=sys.stderr)
        return 1
    print(f"{len(names)} icons, {FONT.stat().st_size} bytes: {FONT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
