"""A new publisher in ten minutes: a stub to fill in, and a fixture made from a saved page.

The fixture keeps the page's structure, addresses and dates and replaces its words by made-up ones, so that no
publisher's text enters the repository.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, NavigableString, Tag

from pipeline.model import Article, slug
from sources import urls
from sources.core import charset
from sources.core.blocks import blocks
from sources.core.errors import UnreadableError
from sources.core.reading import check_bytes, read_page
from sources.core.registry import find, resolve
from sources.core.tree import parse


def _split(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_FILLER = _split(
    "alder amber anchor barley basin birch bridge cabin canal cedar chalk cliff cloud copper coral crane dawn delta "
    "ember fern field flint forest garden glade granite harbor hazel heron hollow island ivory juniper kettle "
    "lagoon lantern larch ledger linen lumber maple marble meadow mill mirror moss nettle oak olive orchard otter "
    "paddle pebble pine plain poplar quarry raven reed ridge river robin saddle sage shore silver slate spruce "
    "stone summit thistle timber tower valley velvet walnut water willow winter yarrow "
)
_KEPT_ATTRIBUTES = _split(
    "class id itemprop itemscope itemtype property name content datetime rel href lang type hidden role charset "
    "http-equiv pubdate aria-hidden title"
)
_FACTS = _split("@type @context @graph datePublished dateModified dateCreated url @id inLanguage")
_WORD = re.compile(r"[^\W\d_]+")
ROOT = Path(__file__).resolve().parent.parent  # the repository, in a checkout


@dataclass(frozen=True, slots=True)
class Scaffold:
    """What was written."""

    module: Path
    page: Path
    expected: Path
    selector: str  # the body selector guessed, to be checked by eye


def scaffold(name: str, body: bytes, url: str, *, root: Path | None = None, mask: bool = True) -> Scaffold:
    """Write ``sources/NAME.py``, ``tests/sources/NAME/V1.html`` and ``V1.json`` under ``root`` (the repository).

    Raises UnreadableError where the page has no article, ValueError for a bad address or a host that is known, and
    FileExistsError rather than write over a module.
    """
    base = root or ROOT
    check_bytes(body)
    address = urls.canonical(url)
    known = find(address)
    if known is not None:
        raise ValueError(f"{urls.host(address)} is known already: sources/{known.id.replace('-', '')}.py")
    identity = slug(name)
    module = base / "sources" / f"{re.sub(r'[^a-z0-9]', '', identity) or 'source'}.py"
    if module.exists():
        raise FileExistsError(f"{module} exists")

    text, _ = charset.decode(body)
    page = masked(text) if mask else text
    selector = body_selector(page)
    article = read_page(page.encode(), address, content_type="text/html")
    folder = base / "tests" / "sources" / identity
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "V1.html").write_text(page, "utf-8")
    (folder / "V1.json").write_text(expected(article, identity), "utf-8")
    module.write_text(stub(name, identity, address, selector, article), "utf-8")
    return Scaffold(module, folder / "V1.html", folder / "V1.json", selector)


def stub(name: str, identity: str, url: str, selector: str, article: Article) -> str:
    """The module's text, with what can be told from one page filled in."""
    made = resolve(url)
    year = (article.published or "2000")[:4]
    host = urls.host(url)
    told = (identity, name, f"https://{host}/", made.country, article.language)
    return f'''"""{name}. Say here what is odd about its pages."""

from __future__ import annotations

from sources.core.layout import Layout, Publisher, Source

PUBLISHER = Publisher(
    Source({", ".join(map(_quoted, told))}),
    hosts=({_quoted(host)},),
    layouts=(
        Layout(
            "V1",
            "{year}",
            body={_quoted(selector)},
            title="h1",
        ),
    ),
)
'''


def expected(article: Article, identity: str) -> str:
    """The fixture's JSON: what the generic reader gives now. A person corrects it by eye; it then is the truth."""
    fields = {
        "url": article.url,
        "title": article.title,
        "published": article.published,
        "published_at": article.published_at,
        "published_basis": article.published_basis,
        "authors": list(article.authors),
        "language": article.language,
        "source": identity,
        "country": article.country,
        "reader": f"{identity}/V1",
        "text": article.text,
    }
    return json.dumps(fields, ensure_ascii=False, indent=1) + "\n"


def body_selector(page: str) -> str:
    """A CSS selector for the paragraphs: the class or id shared by the parents of most of the page's prose."""
    root = parse(page)
    if root is None:
        raise UnreadableError("no article on this page (no HTML)")
    count: Counter[str] = Counter()
    for block in blocks(root):
        parent = block.element.getparent() if block.tag in ("p", "h2", "h3") else block.element
        if parent is None or block.link_share > 0.5 or len(block.text) < 40:
            continue
        names = (parent.get("class") or "").split()
        stable = [n for n in names if re.fullmatch(r"-?[A-Za-z_][\w-]*", n) and not re.search(r"\d{3,}", n)]
        if stable:
            chosen = f".{stable[0]}"
        elif re.fullmatch(r"[A-Za-z_][\w-]*", parent.get("id") or ""):
            chosen = f"#{parent.get('id')}"
        else:
            chosen = str(parent.tag)
        count[f"{chosen} p" if block.tag == "p" else chosen] += len(block.text)
    if not count:
        raise UnreadableError("no article on this page")
    return count.most_common(1)[0][0]


def masked(page: str) -> str:
    """The page with its words replaced: the same word by the same word; digits, marks and capitals stay."""
    soup = BeautifulSoup(page, "lxml")
    for node in soup.select("script:not([type*=ld]), style, noscript, iframe, svg, link:not([rel=canonical])"):
        node.decompose()
    for node in soup.find_all(True):
        _mask_attributes(node)
    for script in soup.select("script"):
        script.string = _mask_json(script.string or "")
    for piece in soup.find_all(string=True):
        if (
            type(piece) is NavigableString
            and piece.parent is not None
            and piece.parent.name != "script"
            and piece.strip()
        ):
            piece.replace_with(mask_text(str(piece)))
        elif type(piece) is not NavigableString and type(piece).__name__ == "Comment":
            piece.extract()
    return str(soup)


def mask_text(text: str) -> str:
    """Every word of three letters and more replaced; month names stay, since dates are what a fixture is for."""
    from sources.core.moments import month_of

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if len(word) < 3 or (word[0].isupper() and month_of(word) and len(word) <= 10):
            return word
        made = _FILLER[int(hashlib.sha256(word.lower().encode()).hexdigest(), 16) % len(_FILLER)]
        return made.upper() if word.isupper() else made.capitalize() if word[0].isupper() else made

    return _WORD.sub(other, text)


def _mask_attributes(node: Tag) -> None:
    for key in [k for k in node.attrs if k not in _KEPT_ATTRIBUTES and not k.startswith("data-test")]:
        del node.attrs[key]
    content = node.attrs.get("content")
    if isinstance(content, str) and not re.match(
        r"https?://|/|\d|[\w-]+/[\w-]+;|article$|website$|[a-z]{2}(_[A-Z]{2})?$", content
    ):
        node["content"] = mask_text(content)
    if isinstance(node.attrs.get("title"), str):
        node["title"] = mask_text(str(node["title"]))


def _mask_json(text: str) -> str:
    try:
        data = json.loads(text, strict=False)
    except ValueError:
        return ""
    return json.dumps(_mask_value(data), ensure_ascii=False)


def _mask_value(value: object, key: str = "") -> object:
    if isinstance(value, dict):
        return {k: _mask_value(v, k) for k, v in value.items() if k != "articleBody"}
    if isinstance(value, list):
        return [_mask_value(v, key) for v in value]
    if isinstance(value, str) and key not in _FACTS and not value.startswith(("http://", "https://", "/")):
        return mask_text(value)
    return value


def _quoted(text: str | None) -> str:
    return json.dumps(text, ensure_ascii=False) if text is not None else "None"
