"""Who and where: names recognised, normalised and identified; offices by date.

names(text)                          the names of a text, exact spans
same_name(left, right, kind)         one name in two spellings? 0.5 and more: yes
recognise(text, sentences, ...)      every phrase that stands for somebody or some place, in document order
identify(reference, when)            the entities it stands for at a date
"""

from __future__ import annotations

from pipeline.entities.claims import claims, told_terms
from pipeline.entities.gazetteer import city
from pipeline.entities.match import same_name
from pipeline.entities.recognise import capital_of, country_of, identify, is_country, names, recognise
from pipeline.entities.values import Name, Reference

__all__ = [
    "Name",
    "Reference",
    "capital_of",
    "city",
    "claims",
    "country_of",
    "identify",
    "is_country",
    "names",
    "recognise",
    "same_name",
    "told_terms",
]
