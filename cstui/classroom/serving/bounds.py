"""What bounds those who reach a class: tokens that come back with time, and counts of wrong codes.

Nothing here knows a socket; moments are those of a clock that only goes on.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from time import monotonic

Clock = Callable[[], float]
FREE, FREE_IN_ALL = 10, 60
"""Wrong codes that cost nothing: from one address, which a whole room may share, and in all."""
LONGEST, LONGEST_IN_ALL = 6, 3
"""The waits are 1, 2, 4 ... seconds, up to 2 to this power."""
FORGOTTEN = 10.0
"""Seconds after which one wrong code is forgotten."""
SHARE, BURST = 0.1, 0.3
"""What a seat may have of the time of its process, and how many seconds at once: others sit there, too."""
MOST_ADDRESSES = 4096
"""Addresses that are remembered; the one that was longest quiet is forgotten then."""


class Bucket:
    """So many `a_second`, `most` at once. `take` answers after how many seconds that will have been right."""

    def __init__(self, a_second: float, most: float, clock: Clock = monotonic) -> None:
        self._rate, self._most, self._clock = a_second, most, clock
        self._left, self._at = most, clock()

    def take(self, count: float = 1) -> float:
        """Take some, in advance where they are not there yet."""
        now = self._clock()
        self._left = min(self._most, self._left + (now - self._at) * self._rate) - count
        self._at = now
        return max(0.0, -self._left / self._rate)

    def has(self) -> bool:
        """Take one if it is there."""
        if self.take() > 0:
            self._left += 1
            return False
        return True


def share(clock: Clock = monotonic) -> Bucket:
    """The time that a seat may take: a bucket of seconds."""
    return Bucket(SHARE, BURST, clock)


class _Wrong:
    """Wrong codes of somebody, less one for each time in which one is forgotten."""

    def __init__(self, free: int, longest: int) -> None:
        self._free, self._longest = free, longest
        self._level = self._at = self.until = 0.0

    def add(self, now: float) -> None:
        fresh = max(0.0, self._level - (now - self._at) / FORGOTTEN)
        self._level, self._at = min(fresh + 1, self._free + self._longest + 1), now
        if self._level > self._free:
            self.until = now + 2 ** int(self._level - self._free - 0.01)


class WrongCodes:
    """Wrong codes and tokens: after some, whoever sends more of them waits, longer each time.

    Each address is counted, and all of them together; what comes from an address that waits already does
    not count against the others.
    """

    def __init__(self, clock: Clock = monotonic) -> None:
        self._clock = clock
        self._all = _Wrong(FREE_IN_ALL, LONGEST_IN_ALL)
        self._of: OrderedDict[str, _Wrong] = OrderedDict()

    def wait(self, address: str) -> int:
        """Whole seconds for which an address still waits; 0 for none."""
        one = self._of.get(network(address))
        left = max(self._all.until, one.until if one else 0.0) - self._clock()
        return max(0, -int(-left // 1))

    def count(self, address: str) -> int:
        """Count a wrong code; whole seconds for which that address waits now."""
        now, key = self._clock(), network(address)
        if not self.wait(address):
            self._all.add(now)
        self._of.setdefault(key, _Wrong(FREE, LONGEST)).add(now)
        self._of.move_to_end(key)
        while len(self._of) > MOST_ADDRESSES:
            self._of.popitem(last=False)
        return self.wait(address)


def network(address: str) -> str:
    """Who counts as one: an address; of the sixth version all that somebody gets together, 64 bits."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and not found.is_link_local:
        return str(found.ipv4_mapped or int(found) >> 64)
    return str(found)
