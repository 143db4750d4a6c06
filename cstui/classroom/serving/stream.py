"""The stream between a class and a seat: packets of a kind, a length and a payload.

It is the protocol of Textual's web driver: `D` packets hold what a terminal sends and shows, `M`
packets JSON beside it. A seat says READY before its first packet.
"""

from __future__ import annotations

from collections.abc import Iterator

READY = b"__GANGLION__\n"
DATA, META = b"D", b"M"
LARGEST_PACKET = 4 * 1024 * 1024
"""Bytes of a payload at most: a picture of the largest screen takes a tenth."""
HEAD = 5
"""Bytes before a payload: its kind, and its length, most significant byte first."""


def packet(kind: bytes, payload: bytes) -> bytes:
    """One packet as it is sent."""
    return kind + len(payload).to_bytes(HEAD - 1, "big") + payload


class Packets:
    """Puts packets together again from a stream that is cut anywhere."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """The packets that are whole now, kind and payload; what is left over waits for the rest.

        ValueError where one says that it is larger than any.
        """
        self._held += data
        while len(self._held) >= HEAD:
            size = int.from_bytes(self._held[1:HEAD], "big")
            if size > LARGEST_PACKET:
                raise ValueError(f"a packet of {size:,} bytes")
            end = HEAD + size
            if len(self._held) < end:
                return
            kind, payload = self._held[:1], self._held[HEAD:end]
            self._held = self._held[end:]
            yield kind, payload
