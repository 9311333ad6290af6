"""One address for one article: tracking, AMP, mobile and print variants, ports, case and fragments folded away.

``canonical`` gives an address a person can open; the scheme and ``www.`` are kept where folding could break a link
(``pipeline.model.Article.id`` folds them). The parameter names are those that Matomo, AdGuard's and ClearURLs' lists
name for tracking; ambiguous ones ("id", "cid", "p") stay.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

MAX_URL = 2_048
_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"""^(?:utm_.*|at_(?:medium|campaign|custom\d?|link.*|ptr.*|format|bbc.*)|mtm_.*|pk_.*|piwik_.*|ns_.*|wt_.*|hsa_.*|mc_[ce]id
    |fb_(?:action|source|ref|comment).*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ysclid|twclid|ttclid|li_fat_id
    |igsh(?:id)?|_openstat|_ga|_gl|_hs(?:enc|mi)|mkt_tok|oly_(?:anon|enc)_id|vero_(?:id|conv)|xtor|ito|ocid|cmp(?:id)?
    |s_cid|ncid|icid|ict|smid|smtyp|sref|trk|trkcampaign|taid|tpcc|traffic_source|__twitter_impression|guccounter
    |guce_referrer(?:_sig)?|ref|ref_?src|ref_?url|referr?er|share|sharetype|rss|ftag|cmpid|soc_(?:src|trk)|spm|partner
    |amp(?:_js_v|_gsa|_r|_share)?|usqp|outputtype|print|printable|printview|mobile|m|sessionid|phpsessid|jsessionid)$""",
    re.I | re.X,
)
_ONLY_IF = {  # parameters that mean something elsewhere, with the values that only track or print
    "source": re.compile(r"rss|feed|twitter|facebook|telegram|email|newsletter|social|whatsapp", re.I),
    "from": re.compile(r"rss|feed|twitter|facebook|telegram|email|newsletter|social|whatsapp|singlemessage", re.I),
    "m": re.compile(r"1|true|y(?:es)?|", re.I),
    "view": re.compile(r"print|amp|mobile", re.I),
    "format": re.compile(r"print|amp|mobile", re.I),
    "mode": re.compile(r"print|amp|mobile", re.I),
    "type": re.compile(r"amp", re.I),
}
_VARIANT_HOST = re.compile(r"^(?:www\.)?(?:m|mobile|amp|wap|touch|print)\.(?=[^.]+\.)", re.I)
_VARIANT_PATH = (
    re.compile(r"^/(?:amp|print|mobile|m)(?=/[^/])", re.I),
    re.compile(r"(?<=[^/])/(?:amp|print|amphtml)/?$", re.I),
    re.compile(r"\.amp(?=(?:\.html?)?$)", re.I),
    re.compile(r"(?:[_.-]print)(?=\.html?$)", re.I),
    re.compile(r";(?:jsessionid|phpsessid)=[^/]*", re.I),
)
_AMP_CACHE = re.compile(r"^/(?:c|v|i|a)/(s/)?(.+)$")
_GOOGLE_AMP = re.compile(r"^/amp/(s/)?(.+)$")


def canonical(url: str) -> str:
    """The address of the article that ``url`` leads to. Raises ValueError for what is no http(s) address.

    https is written for http, except for hosts that are numbers or have a port of their own (servers at hand).
    """
    parts = _split(url)
    host, path, query = parts.hostname or "", parts.path, parts.query
    unwrapped = _unwrap(host, path)
    if unwrapped is not None:
        return canonical(unwrapped + (f"?{query}" if query else ""))

    from sources.core.registry import address_rule

    host = _host(host)
    rule = address_rule(host)
    scheme, port = parts.scheme, parts.port
    if port == _PORTS[scheme]:
        port = None
    if port is None and not _is_number(host) and "." in host:
        scheme = "https"
        host = _VARIANT_HOST.sub("", host)
    for pattern in _VARIANT_PATH:
        path = pattern.sub("", path)
    bracketed = f"[{host}]" if ":" in host else host
    clean = SplitResult(
        scheme, f"{bracketed}:{port}" if port else bracketed, _path(path), _query(query), _hashbang(parts)
    )
    if rule is not None:
        own = rule(clean)
        if own is not None:
            return own
    return urlunsplit(clean)


def key(url: str) -> str:
    """What all addresses of one article share: the canonical one without scheme, ``www.`` and last slash.

    What is no address is given back as it is. ``pipeline.model.Article.id`` is made of the same.
    """
    try:
        url = canonical(url)
    except ValueError:
        return url
    return re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/")


def absolute(base: str | None, link: str) -> str | None:
    """``link`` as an absolute address to be fetched, seen from ``base``, nothing folded; None where it is none."""
    try:
        parts = _split(urljoin(base, link.strip()) if base else link)
    except ValueError:
        return None
    return urlunsplit(parts._replace(fragment=""))


def join(base: str | None, link: str) -> str | None:
    """``link`` as an absolute canonical address, seen from ``base``; None where it is none."""
    try:
        return canonical(urljoin(base, link.strip()) if base else link)
    except ValueError:
        return None


def host(url: str) -> str:
    """The host of an address, lower case, without ``www.``; "" for what has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _split(url: str) -> SplitResult:
    text = re.sub(r"[\x00-\x20\x7f]+", "", url)
    if len(text) > MAX_URL:
        raise ValueError(f"address of {len(text)} characters")
    parts = urlsplit(text)
    if parts.scheme.lower() not in _PORTS or not parts.hostname:
        raise ValueError(f"not an http(s) address: {url[:200]!r}")
    _ = parts.port  # raises ValueError on a port that is none
    return parts._replace(scheme=parts.scheme.lower())


def _host(name: str) -> str:
    name = name.rstrip(".").lower()
    if name.isascii():
        return name
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError(f"not a host name: {name!r}") from error


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return bool(re.fullmatch(r"[\d.]+|0x[\da-f.x]+", name))
    return True


def _unwrap(name: str, path: str) -> str | None:
    """The address inside one of Google's AMP caches, or None."""
    match = None
    if name.endswith(".cdn.ampproject.org"):
        match = _AMP_CACHE.match(path)
    elif re.fullmatch(r"(?:www\.)?google\.[a-z.]{2,6}", name):
        match = _GOOGLE_AMP.match(path)
    return f"http{'s' if match[1] else ''}://{match[2]}" if match else None


def _path(path: str) -> str:
    """Dot segments resolved, percent-encoding in one form (RFC 3986, section 6.2.2)."""
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(
                quote(unquote(segment, errors="surrogateescape"), safe="!$&'()*+,;=:@~", errors="surrogateescape")
            )
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept) or "/"


def _query(query: str) -> str:
    pairs = [(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if not _tracks(k, v)]
    return urlencode(sorted(pairs))


def _tracks(key: str, value: str) -> bool:
    rule = _ONLY_IF.get(key.lower())
    if rule is not None:
        return bool(rule.fullmatch(value))
    return bool(_TRACKING.match(key))


def _hashbang(parts: SplitResult) -> str:
    return parts.fragment if parts.fragment.startswith("!") else ""
