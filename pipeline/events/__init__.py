"""What happened: predicates, the dates that govern them, types, status, figures, and the merging of mentions.

extract(article)                        everything the rules find in one article
bind(sentence, trigger, reference)      the date that governs a predicate
classify(sentence, trigger)             the type of the happening, from the vocabulary
"""

from __future__ import annotations

from pipeline.events.asked import bind
from pipeline.events.extract import extract
from pipeline.events.types import classify

__all__ = ["bind", "classify", "extract"]
