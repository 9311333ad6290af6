"""What in an article's element is not its text: links to other articles, captions, notices, bylines, the headline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import islice, pairwise

from pipeline.knowledge import toml
from sources.core.blocks import Block
from sources.core.tree import HEADINGS, Element, folded

SENTENCE_END = re.compile(r"[.!?…:;\u0589।。！？؟۔»”\"'’)\]]$")
_CAPTION = 160  # characters; no caption is longer
WORD = re.compile(r"\w+")
_POST = re.compile(r"[—–-]\s?.{1,60}\(@\w+\)|.*pic\.twitter\.com/\w+\W*$")  # who wrote an embedded post, and when
_CREDIT = 90  # characters at the end of a caption that tell whose the picture is
_STAMP = 130  # characters; a line that tells when and by whom a text was published is no longer
_CLOCK = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?!\d).{0,12}?(?<!\d)\d{1,2}[:.]\d\d(?!\d)|(?<!\d)\d{1,2}:\d\d\b.{0,12}(?:19|20)\d\d(?!\d)"
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w{2,}")
_CARD = 600  # characters; what stands under the linked title of another article is no longer
_CARD_LEVELS = 7
_KICKER = 40  # characters before such a title
SIGNED = 600  # characters; what is told of an author at the end is no longer
_WIDE = re.compile(
    r"[\u0900-\u0dff\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)  # scripts that say more a letter


@cache
def words(key: str) -> tuple[str, ...]:
    return tuple(toml("page_furniture.toml")[key])


@cache
def pointers(*, weak: bool = False) -> re.Pattern[str]:
    """What points elsewhere: phrases, and (``weak``) single words, which may as well begin a sentence."""
    chosen = (p for p in words("pointers") if weak == (bool(re.fullmatch(r"\w+\s?", p))))
    return re.compile(r"^\W*(?:" + "|".join(re.escape(p) for p in chosen) + r")", re.I)


@cache
def _phrases(key: str) -> tuple[str, ...]:
    return tuple(phrase.lower() for phrase in words(key))


def _says(key: str, text: str) -> bool:
    """True where the text holds one of the phrases: a dozen times as fast as one pattern of them all."""
    low = text.lower()
    return any(phrase in low for phrase in _phrases(key))


@cache
def _credits() -> re.Pattern[str]:
    return re.compile("|".join(words("credits")))


@cache
def ends() -> re.Pattern[str]:
    """Phrases begin such a heading; a single word (or its stem) is all of it, but for a count: "Comments (3)"."""
    single = [re.escape(w) for w in words("ends") if " " not in w]
    phrases = [re.escape(w) for w in words("ends") if " " in w]
    return re.compile(rf"[\W\d]*(?:(?:{'|'.join(phrases)})|(?:{'|'.join(single)})\w*[\W\d]*$)", re.I)


def weight(text: str) -> int:
    """The length of a text in letters of an alphabet; syllabic and ideographic scripts count threefold."""
    return len(text) + 2 * len(_WIDE.findall(text))


def is_noise(block: Block, title: str, pictured: Mapping[Element, int]) -> bool:
    """Blocks inside the container that are not its text: links to other articles, captions, notices, the headline."""
    text, tag, share = block.text, block.tag, block.link_share
    size = weight(text)
    if tag == "h1" or same(text, title) or not WORD.search(text):
        return True
    if share > 0.9:
        return True
    if share > 0.6 and size < 150:
        return True
    sentence = bool(SENTENCE_END.search(text)) and share < 0.3
    if pointers().match(text) and (size < 250 or share > 0.5) and not (sentence and size > 120):
        return True
    if pointers(weak=True).match(text) and size < 250 and not (sentence and size > 25):
        return True
    if size < 500 and _says("notices", text):
        return True
    if size < SIGNED and (_credits().search(text, max(0, len(text) - _CREDIT)) or _POST.match(text)):
        return True
    if size < _STAMP and tag not in HEADINGS and not SENTENCE_END.search(text) and _is_stamp(text):
        return True
    if size < 200 and _says("calls", text):
        return True
    if len(text) < _CAPTION and _is_caption(block, pictured):
        return True
    if block.order < 5 and size < 500 and _says("first_notices", text):
        return True
    # A few words that are neither heading nor sentence: a name, a clock, a button.
    bold = block.strong > 0.8 * len(text)
    return size < 40 and tag not in HEADINGS and tag != "li" and not bold and not SENTENCE_END.search(text)


def _is_stamp(text: str) -> bool:
    """A line that tells when the text was published, or where its author is written to."""
    return bool(_CLOCK.search(text) or _MAIL.search(text) or (_labels().match(text) and any(c.isdigit() for c in text)))


@cache
def _labels() -> re.Pattern[str]:
    said = sorted((*words("published_labels"), *words("updated_labels")), key=len, reverse=True)
    return re.compile(rf"\W*(?:{'|'.join(map(re.escape, said))})(?!\w{{3}})", re.I)


def teasers(inside: Sequence[Block], container: Element) -> set[Element]:
    """The elements that tell of other articles: side by side, each with one title that is a link and few words.

    None where they hold half of the text: then they are the article.
    """
    held: dict[Element, int] = {}  # how many linked titles
    titles = [b for b in inside if b.link_share > 0.9 and len(WORD.findall(b.text)) > 2]
    if len(titles) < 2:
        return set()
    for block in titles:
        for element in above(block.element, container):
            held[element] = held.get(element, 0) + 1
    cards = {next((e for e in reversed(above(b.element, container)) if held[e] == 1), None) for b in titles}
    beside = Counter(card.getparent() for card in cards if card is not None)
    cards = {card for card in cards if card is not None and beside[card.getparent()] > 1}
    order: list[Element | None] = []  # the cards, and None for what stands between them
    sizes: dict[Element | None, int] = {None: 0}
    for block in inside:
        card = next((e for e in above(block.element, container) if e in cards), None)
        if block.link_share > 0.9:
            sizes.setdefault(card, 0)
        elif card not in sizes and len(block.text) > _KICKER:  # text, then a link: a paragraph that points elsewhere
            cards.discard(card)
            card = None
        if (card is not None or len(block.text) > _KICKER) and order[-1:] != [card]:
            order.append(card)
        sizes[card] = sizes.get(card, 0) + (len(block.text) if block.link_share < 0.5 else 0)
    beside_another = {card for pair in pairwise(order) if None not in pair for card in pair}
    elsewhere = {card for card in beside_another & cards if sizes[card] <= _CARD}
    return elsewhere if sum(sizes[card] for card in elsewhere) < sum(sizes.values()) / 2 else set()


def above(element: Element, container: Element) -> list[Element]:
    """The element and what holds it, a few levels up, inside the container."""
    found: list[Element] = []
    while element is not None and element is not container and len(found) < _CARD_LEVELS:
        found.append(element)
        element = element.getparent()
    return found


def pictures(elements: Sequence[Element]) -> dict[Element, int]:
    """Those of the elements (in the page's order) that hold a picture, with the length of their text."""
    sizes: dict[Element, int] = {}
    found: dict[Element, int] = {}
    holding: set[Element] = set()
    for element in reversed(elements):  # what is inside an element comes before it
        size = sizes.pop(element, 0) + _length(element.text)
        parent = element.getparent()
        sizes[parent] = sizes.get(parent, 0) + size + _length(element.tail)
        if element in holding:
            found[element] = size
        if element in holding or element.tag == "img":
            holding.add(parent)
    return found


def _length(text: str | None) -> int:
    return sum(len(word) + 1 for word in text.split()) if text else 0


def _is_caption(block: Block, pictured: Mapping[Element, int]) -> bool:
    """A short text that is all there is beside a picture."""
    element = block.element
    for _ in range(3):
        if element in pictured:
            return pictured[element] <= len(block.text) + 41
        parent = element.getparent()
        if parent is None or next(islice(parent, 6, None), None) is not None:
            return False
        element = parent
    return False


def same(left: str, right: str) -> bool:
    return bool(left) and abs(len(left) - len(right)) < 40 and folded(left) == folded(right)
