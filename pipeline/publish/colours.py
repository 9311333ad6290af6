"""A colour for each event type: a hue for its group, a shade within it, for light and for dark pages.

The style sheet made here is the only one that is not a file; the canvas gets the same values in its data.
"""

from __future__ import annotations

from functools import cache

from pipeline.knowledge import toml

HUES = {
    "diplomacy": (235, 0.105),
    "politics": (300, 0.100),
    "conflict": (20, 0.130),
    "economy": (155, 0.090),
    "culture_science": (85, 0.105),
    "other": (50, 0.080),
}
GREY = ("oklch(0.60 0.015 230)", "oklch(0.72 0.015 230)")


@cache
def shades() -> dict[str, tuple[str, str]]:
    """Type -> its colour on light and on dark."""
    groups: dict[str, list[str]] = {}
    for type_ in toml("events/event_types.toml")["type"]:
        groups.setdefault(type_["group"], []).append(type_["id"])
    found = {}
    for group, types in groups.items():
        hue, chroma = HUES.get(group, HUES["other"])
        for n, type_ in enumerate(types):
            step = (n * 0.618034) % 1 - 0.5  # neighbours in the list far apart in shade
            turned = hue + step * 52
            found[type_] = (
                f"oklch({0.60 + step * 0.20:.3f} {chroma:.3f} {turned:.0f})",
                f"oklch({0.74 + step * 0.18:.3f} {chroma:.3f} {turned:.0f})",
            )
    return found


@cache
def style_sheet() -> str:
    """``.t-visit { --type: ... }`` for every type, light and dark."""
    light = "".join(f".t-{type_}{{--type:{pair[0]}}}\n" for type_, pair in shades().items())
    dark = "".join(f".t-{type_}{{--type:{pair[1]}}}\n" for type_, pair in shades().items())
    return f"{light}@media screen and (prefers-color-scheme: dark) {{\n{dark}}}\n"
