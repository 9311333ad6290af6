"""Calls that may never come back, made in a process of their own that ends when the time is up.

A page, feed or listing from outside is parsed there, and the events of an article are read there: whatever a text does
to a parser or a rule, the run goes on. One child serves all calls of a process; it is started at the first, sent what
it needs over its standard input, and replaced after one that had to be stopped. A call costs what copying its arguments
and its answer costs (a millisecond a page).
"""

from __future__ import annotations

import atexit
import faulthandler
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import IO, Any, ParamSpec, TypeVar

SECONDS = 60.0  # of the clock, for one call, where CHRONOFILE_READ_SECONDS does not say otherwise

_LATE = 1  # what faulthandler ends a process with
_LOST = 3  # the child's own end where it does not understand what it is sent

P = ParamSpec("P")
T = TypeVar("T")


class StoppedError(Exception):
    """The call took too long, or killed the process it was made in; ``reason`` says which, in words for a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Child:
    """A process that makes calls, one at a time; threads may share it."""

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = seconds or _told_seconds()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the function gives, or raises. Raises StoppedError where it had to be stopped.

        The function is one of a module; arguments, answer and exception must be such as can be pickled.
        """
        return self.within(self.seconds, function, *args, **kwargs)

    def within(self, seconds: float, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """``call`` with a time of its own."""
        sent = pickle.dumps((seconds, function, args, kwargs))
        with self._lock:
            process = self._process = self._process or _started()
            try:
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.write(sent)
                process.stdin.flush()
                done, answer = pickle.load(process.stdout)
            except (EOFError, BrokenPipeError, pickle.UnpicklingError) as error:
                late = process.wait() == _LATE
                self._end()
                reason = f"took longer than {seconds:g} s" if late else "killed the process that did it"
                raise StoppedError(reason) from error
            except BaseException:  # an interrupt: the answer to this call must not be taken for one to the next
                self._end()
                raise
        if not done:
            raise answer
        return answer  # type: ignore[no-any-return]

    def close(self) -> None:
        """End the process; the next call starts another."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                try:
                    if pipe is not None:
                        pipe.close()
                except BrokenPipeError:  # what was not yet written to it
                    pass
            process.wait()


def _told_seconds() -> float:
    try:
        return max(0.1, float(os.environ.get("CHRONOFILE_READ_SECONDS", SECONDS)))
    except ValueError:
        return SECONDS


def _started() -> subprocess.Popen[bytes]:
    """A child with this process's modules; ``-P`` keeps the working folder's files from being taken for modules."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p or os.getcwd() for p in sys.path)}
    command = [sys.executable, "-P", "-c", "from pipeline.apart import serve; serve()"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)


def serve() -> None:
    """Make the calls that come in, until there are no more: what the child does.

    The watch over the time is C's and needs no lock of the interpreter's, so that no parser can hold it up. It lives
    in the child: also one whose parent was killed comes to its end.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of the terminal; the first one decides
    calls, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    with open(os.devnull, "w") as nowhere:
        while (call := _received(calls)) is not None:
            seconds, function, args, kwargs = call
            faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
            answer = _answered(function, args, kwargs)
            faulthandler.cancel_dump_traceback_later()
            answers.write(answer)
            answers.flush()


def _received(calls: IO[bytes]) -> Any:
    try:
        return pickle.load(calls)
    except EOFError:
        return None
    except Exception as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(_LOST)


def _answered(function: Callable[..., object], args: tuple[Any, ...], kwargs: dict[str, Any]) -> bytes:
    try:
        return pickle.dumps((True, function(*args, **kwargs)))
    except Exception as error:
        try:
            whole = pickle.dumps((False, error))
            pickle.loads(whole)
            return whole
        except Exception:
            return pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))


CHILD = Child()
atexit.register(CHILD.close)
