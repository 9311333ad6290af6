"""Connections that reach the public internet only, and end when their time is up.

The address checked is the one the socket is connected to, so that no spelling of a host (``127.1``, ``0x7f000001``,
``[::ffff:127.0.0.1]``), no redirect and no DNS answer leads inside. Proxies and credentials of the environment are
not looked at. ``requests`` hands out no socket, so the connection class of urllib3 underneath is ours.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class PrivateAddressError(Exception):
    """The host leads to an address that is not public."""


def is_public(address: str) -> bool:
    """True for an address of the public internet; an IPv6 address that carries an IPv4 one is judged by that."""
    ip = _carried(address)
    return ip.is_global and not ip.is_multicast


def is_link_local(address: str) -> bool:
    """True for an address of the network's own: 169.254.0.0/16, where clouds keep credentials, and fe80::/10."""
    return _carried(address).is_link_local


def _carried(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return _carried(str(inner))
    return ip


class _Guard:
    """Mixed into urllib3's connections: resolves, refuses, connects, refuses again by the peer's own address."""

    host: str
    port: int
    timeout: Any
    sock: Any
    allow_private = False

    def request(self, *args: Any, **keywords: Any) -> None:
        if self.sock is not None:  # a connection kept alive from an earlier request
            _watch.register(self.sock)
        super().request(*args, **keywords)  # type: ignore[misc]

    def _new_conn(self) -> socket.socket:
        host = str(getattr(self, "_dns_host", self.host)).strip("[]")
        try:
            found = socket.getaddrinfo(host, self.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            gai = error if isinstance(error, socket.gaierror) else socket.gaierror(str(error))
            raise NameResolutionError(self.host, self, gai) from error  # type: ignore[arg-type]
        for *_, address in found:
            self._check(str(address[0]))

        last: OSError | None = None
        for family, kind, protocol, _, address in found:
            sock = socket.socket(family, kind, protocol)
            try:
                sock.settimeout(self.timeout if isinstance(self.timeout, int | float) else None)
                _watch.register(sock)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                sock.connect(address)
                peer = str(sock.getpeername()[0])
            except OSError as error:
                sock.close()
                last = error
                continue
            try:
                self._check(peer)
            except PrivateAddressError:
                sock.close()
                raise
            return sock
        if isinstance(last, TimeoutError):
            raise ConnectTimeoutError(self, f"connecting to {self.host} timed out") from last
        raise NewConnectionError(self, f"no connection to {self.host}: {last}") from last  # type: ignore[arg-type]

    def _check(self, address: str) -> None:
        """Refuse what is not public; servers of one's own may be meant, the network's own (link-local) never."""
        if not is_public(address) and not (self.allow_private and not is_link_local(address)):
            raise PrivateAddressError(f"{self.host} leads to {address}, which is not a public address")


class _Http(_Guard, HTTPConnection):
    pass


class _Https(_Guard, HTTPSConnection):
    pass


class _OpenHttp(_Http):
    allow_private = True


class _OpenHttps(_Https):
    allow_private = True


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _Http


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _Https


class _OpenHttpPool(HTTPConnectionPool):
    ConnectionCls = _OpenHttp


class _OpenHttpsPool(HTTPSConnectionPool):
    ConnectionCls = _OpenHttps


class _Adapter(HTTPAdapter):
    def __init__(self, allow_private: bool) -> None:
        self._allow_private = allow_private
        super().__init__(pool_connections=16, pool_maxsize=2, max_retries=0)

    def init_poolmanager(self, *args: Any, **keywords: Any) -> None:
        manager = urllib3.PoolManager(num_pools=16, maxsize=2, block=False)
        pools = (_OpenHttpPool, _OpenHttpsPool) if self._allow_private else (_HttpPool, _HttpsPool)
        manager.pool_classes_by_scheme = dict(zip(("http", "https"), pools, strict=True))
        self.poolmanager = manager


def session(user_agent: str, *, allow_private: bool) -> requests.Session:
    """A session without proxies, credentials or cookies, whose connections are guarded."""
    made = requests.Session()
    made.trust_env = False
    made.headers.clear()
    made.headers.update(
        {
            "User-Agent": user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/feed+json,*/*;q=0.5",
            "Accept-Encoding": "gzip, deflate",
        }
    )
    made.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    for prefix in ("http://", "https://"):
        made.mount(prefix, _Adapter(allow_private))
    return made


class _Watch(threading.local):
    """The sockets this thread opened under a deadline."""

    sockets: list[socket.socket] | None = None

    def register(self, sock: socket.socket) -> None:
        """Keep a second handle: TLS takes the first one over, shutting either ends the connection."""
        if self.sockets is not None:
            self.sockets.append(socket.socket(fileno=os.dup(sock.fileno())))


_watch = _Watch()


@contextmanager
def deadline(seconds: float) -> Iterator[threading.Event]:
    """Shut the sockets opened inside when the time is up; the event then is set.

    A read timeout counts from byte to byte, and a server that drips keeps it waiting for ever; this does not.
    """
    sockets: list[socket.socket] = []
    late = threading.Event()

    def end() -> None:
        late.set()
        for sock in list(sockets):
            with suppress(OSError):  # closed already
                sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    _watch.sockets = sockets
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()
        timer.join()
        _watch.sockets = None
        for sock in sockets:
            sock.close()
