"""Command words in Textual's command palette: choosing one types it on the command line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Provider

from cstui.desk.app import DeskApp


class CommandWords(Provider):
    """Every command word of the host, with its help."""

    async def discover(self) -> AsyncIterator[DiscoveryHit]:
        desk = self.app
        assert isinstance(desk, DeskApp)
        for word, help_text in desk.host.words():
            yield DiscoveryHit(word, partial(desk.space.command, word), help=help_text)

    async def search(self, query: str) -> AsyncIterator[Hit]:
        desk = self.app
        assert isinstance(desk, DeskApp)
        matcher = self.matcher(query)
        for word, help_text in desk.host.words():
            score = max(matcher.match(word), matcher.match(help_text) / 2)
            if score > 0:
                yield Hit(score, word, partial(desk.space.command, word), help=help_text)
