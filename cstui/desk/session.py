"""One worker's session: takes each request and answers with a screen.

Before the sign-on the lobby answers; afterward `signed_on` finds out what was asked, over the
`stack` of screens. It knows no widget; the terminal desk, the line-by-line desk and tests drive it
alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from cstui.acts.accounts import signing
from cstui.agency import KERNEL, Manifest
from cstui.clock import day_here
from cstui.desk import preferences
from cstui.desk.agency_desk import words_for
from cstui.desk.commands import ENTER, commands
from cstui.desk.conversation import Aid, Answer, Request, Status, unchanged
from cstui.desk.drafts import Writer, drafts_of
from cstui.desk.drawing import load_drawing
from cstui.desk.frames import OVERLAYS
from cstui.desk.guided_progress import GuidedProgress
from cstui.desk.keynames import by_word, naming
from cstui.desk.programs.base import DeskContext, why_not
from cstui.desk.programs.gate import Gate
from cstui.desk.programs.pre_signon import HELP, SIGNING, Lobby
from cstui.desk.programs.sign import SignOn
from cstui.desk.signed_on import SignedOn, key_word
from cstui.policy.business_days import days_off_of
from cstui.policy.findings import Finding, Severity
from cstui.policy.records import Worker
from cstui.progress import Cancelled
from cstui.settings import Here, SettingsError, here
from cstui.store.errors import StoreError
from cstui.store.glance import Signing
from cstui.workplace import Workplace

WITHOUT_STORE = frozenset({"HELP", "KEYS", "EXIT", "END", "SIGNOFF", "LOGOFF"})
"""Words that are answered also where the store cannot be read any more."""


class DeskSession:
    """The host of a desk: `start`, `handle` and `status`."""

    def __init__(
        self,
        opens: Callable[[], Workplace],
        *,
        agencies: Sequence[Manifest] | None = (),
        signing: Signing | None = None,
        settings: Here | None = None,
        drafts: Path | None = None,
        progress: Path | None = None,
        guided: bool = True,
        words: bool = False,
    ) -> None:
        """`agencies` are those of the store, for the sign-on screen, as far as they are known before, and
        `signing` is how one signs on to it.

        `drafts` is the folder of drafts, none are kept without; `guided` offers FIRST to newcomers.

        `progress` is the folder that tells after a sign-off how far each came in FIRST.
        With `words` pages of text call keys by their command words, as there are no keys to press.
        """
        self._guided, self._words = guided, words
        self._opens, self._agencies, self._signing = opens, agencies, signing
        self._drafts, self._progress, self._writer = drafts, progress, Writer()
        self._settings = settings or here()
        self._place: Workplace | None = None
        self._at_desk: SignedOn | None = None
        self._lobby = Lobby()
        self._gate: Gate | None = None
        self._locked: Lobby | None = None
        self._active: datetime | None = None
        self._idle = 0
        self._status = Status(store="", training=False)

    def start(self) -> Answer:
        """The sign-on screen; no store is opened for it."""
        answer = preferences.sign_on(self._settings, self._agencies, self._signing)
        self._lobby.begin(answer)
        return answer

    def prepare(self) -> None:
        """Open the store while the worker types the sign-on; what is wrong with it is said there."""
        with suppress(StoreError):
            self._workplace().business_date()

    def warm(self) -> None:
        """Load the calendar of days off, which the first `+5b` would wait for. From any thread."""
        if self._place is not None:
            today = day_here(self._place.clock())
            days_off_of(self._place.rules)(today, today)

    def status(self) -> Status:
        """What the OIA shows; of a locked desk not whose case is under it."""
        now = self._status if self._locked is None else msgspec.structs.replace(self._status, case="")
        return preferences.worn(self._now, now)

    def words(self) -> Sequence[tuple[str, str]]:
        """Command words and their help, for the palette."""
        known = words_for(self._at_desk.desk.worker.role, self._agency) if self._at_desk else commands()
        return [(command.word, command.help) for command in known]

    @property
    def _now(self) -> Here:
        """The settings that hold now."""
        return self._settings if self._at_desk is None else self._at_desk.desk.settings

    @property
    def _agency(self) -> str:
        """The agency of the worker who signed on; empty before."""
        return self._at_desk.name if self._at_desk is not None else ""

    def handle(self, request: Request) -> Answer:
        """The answer to one key. StoreErrors become findings; what was typed stays."""
        by_words = by_word(load_drawing(request.screen, request.agency)) if self._words else None
        with naming(by_words or preferences.named(self._now)):
            return self._handled(request)

    def _handled(self, request: Request) -> Answer:
        if self._locked is not None and self._at_desk is not None:
            return self._unlock(request, self._locked, self._at_desk)
        try:
            if self._at_desk is None:
                answer = self._sign_on(request)
            elif request.aid is Aid.LOCK:
                return self._lock(request, self._at_desk, "nobody pressed a key")
            elif moved := self._overtaken(self._at_desk):
                return self._lock(request, self._at_desk, "the account was changed", moved)
            else:
                self._at_desk.desk.progress.idle()
                self._at_desk.desk.extra_rows = request.extra_rows
                self._know_date(self._at_desk.desk, request)
                answer = self._at_desk.answer(request)
                if answer.covers:
                    return self._lock(request, self._at_desk, "LOCK was typed")
        except (StoreError, SettingsError) as error:
            self.noted(request)
            answer = _unable(request, error)
        except Cancelled as stopped:
            assert self._at_desk is not None
            answer = unchanged(request, self._at_desk.desk.finding("CS-508", "", what=str(stopped)))
        if self._at_desk is None:
            self._lobby.remember(answer)
        else:
            self._at_desk.stack.remember(answer)
            desk = self._at_desk.desk
            day = f"{desk.on:%m/%d/%Y}"
            self._status = msgspec.structs.replace(self._status, case=desk.case, business_date=day)
            answer = self._at_desk.guided.shown(request, answer)
            self._at_desk.desk.progress.idle()
            answer = msgspec.structs.replace(answer, agency=self._agency)
            if answer.ends:
                self._signed_off("Signed off.")
        return answer

    def progress(self) -> str:
        """How far long work has come, in one line; empty for none. From any thread."""
        return self._at_desk.desk.progress.text() if self._at_desk is not None else ""

    def cancel(self) -> None:
        """Ask long work to stop between two items. From any thread."""
        if self._at_desk is not None:
            self._at_desk.desk.progress.cancel()

    def noted(self, request: Request) -> None:
        """Keep what is typed now as a draft. Never while a request is being answered; writes later."""
        if self._at_desk is not None:
            self._at_desk.noted(request)

    def close(self) -> str:
        """Write the drafts that wait; what is to be said after the desk is gone, if anything."""
        self._signed_off("Desk closed without signing off.")
        self._writer.close()
        said = self._at_desk.keeper.said if self._at_desk is not None else None
        return said.message if said is not None else ""

    def _workplace(self) -> Workplace:
        if self._place is None:
            self._place = self._opens()
        return self._place

    def _sign_on(self, request: Request) -> Answer:
        steered = self._lobby.steer(request)
        if steered is not None:
            began_again = steered.screen in SIGNING and not steered.keep_typed and request.screen != HELP
            if self._gate is not None and began_again:
                self._gate.forget()
            return steered
        place = self._workplace()
        if self._gate is None:
            with place.store.read() as session:
                how = signing(session)
            self._gate = Gate(place, how) if how.asks else None
        found, answer = self._gate.sign_on(request) if self._gate else SignOn().sign_on(place, request)
        if found is None:
            return answer
        return self._begin(request, *found)

    def _begin(self, request: Request, place: Workplace, worker: Worker) -> Answer:
        """The desk of a worker who has signed on."""
        info = place.info()
        self._place = place
        desk = DeskContext(place, worker, place.business_date(), self._settings)
        desk.extra_rows = request.extra_rows
        if self._drafts is not None:
            desk.drafts = drafts_of(self._drafts, worker.number, place.store, self._writer)
        progress = GuidedProgress(self._progress, worker.number, self._writer)
        at_desk = SignedOn(desk, progress, guided=self._guided, words=self._words)
        answer = at_desk.begin(request)
        self._at_desk = at_desk
        self._status = desk.status()
        if self._gate is not None:
            minutes = place.rules.days("idle_minutes", desk.on)
            self._idle, self._active = minutes * 60, place.clock()
            self._status = msgspec.structs.replace(self._status, idle=self._idle)
        if info.read_only:
            told = desk.finding("CS-292", "", what=info.read_only)
            answer = msgspec.structs.replace(answer, findings=(told, *answer.findings), message="")
        return answer

    def lapsed(self) -> bool:
        """Whether nobody has typed for as long as locks the desk, up to now; asked at every line."""
        if self._at_desk is None or not self._idle or self._locked is not None or self._active is None:
            return False
        before, self._active = self._active, self._at_desk.desk.place.clock()
        return (self._active - before).total_seconds() >= self._idle

    def _overtaken(self, at_desk: SignedOn) -> Finding | None:
        """That the account was closed or reset since the sign-on; None where it was not."""
        desk = at_desk.desk
        if self._gate is None or self._gate.accounts.sound(desk.worker.number):
            return None
        return desk.finding("CS-971", "password")

    def _lock(self, request: Request, at_desk: SignedOn, why: str, told: Finding | None = None) -> Answer:
        """Put the screen away and ask for the password; the work waits as it is."""
        desk = at_desk.desk
        if self._gate is None:
            return unchanged(request, desk.finding("CS-967", "command"))
        at_desk.noted(request)
        with suppress(StoreError):  # whatever the store says, the screen is put away
            self._gate.accounts.ended(desk.worker.number, f"Desk locked: {why}.", on=desk.on)
        values = {"worker": desk.worker.number}
        found = (told or desk.finding("CS-969", ""),)
        answer = Answer(screen="LOCK", values=values, findings=found, agency=KERNEL)
        self._locked = Lobby()
        self._locked.begin(answer)
        return msgspec.structs.replace(answer, covers=True)

    def _unlock(self, request: Request, locked: Lobby, at_desk: SignedOn) -> Answer:
        """The work again as it was, once the worker's password was keyed."""
        if (answer := locked.steer(request)) is None:
            try:
                answer = self._unlocked(request, at_desk.desk)
            except StoreError as error:
                answer = _unable(request, error)
        locked.remember(answer)
        if answer.uncovers:
            self._locked = None
        if answer.ends:
            self._signed_off("Signed off.")
        return answer

    def _unlocked(self, request: Request, desk: DeskContext) -> Answer:
        assert self._gate is not None
        password, number = request.secret("password"), desk.worker.number
        if not password:
            return unchanged(request, desk.finding("CS-105", "password", label="PASSWORD"))
        accounts = self._gate.accounts
        wrong = accounts.prove(number, password, on=desk.on, text="Desk unlocked.")
        if wrong is None and not accounts.sound(number):
            wrong = desk.finding("CS-971", "password")
        if wrong is not None:
            return unchanged(request, wrong)
        self._active = desk.place.clock()
        under = self._at_desk.stack.top.screen if self._at_desk is not None else ""
        return Answer(
            screen=under, uncovers=True, message="Unlocked: the screen is as it was.", agency=self._agency
        )

    def _signed_off(self, text: str) -> None:
        """Log that the worker signed off, once, where the store asks for passwords."""
        gate, self._gate = self._gate, None
        if gate is not None and self._at_desk is not None:
            desk = self._at_desk.desk
            with suppress(StoreError):
                gate.accounts.ended(desk.worker.number, text, on=desk.on)

    def _know_date(self, desk: DeskContext, request: Request) -> None:
        """Take the business date from the store: the nightly run may have moved it since the last key.

        Without a store that can be read, help is still given and the way out open.
        """
        try:
            desk.on = self._workplace().business_date()
        except StoreError:
            key = key_word(request)
            word = (request.command.strip() or key) if key == ENTER else key
            if word not in WITHOUT_STORE and request.screen not in OVERLAYS:
                raise


def _unable(request: Request, error: StoreError | SettingsError) -> Answer:
    """The same screen with what the store, or the settings file, says; what was typed stays."""
    finding = (
        preferences.found(error, severity=Severity.ERROR)
        if isinstance(error, SettingsError)
        else Finding(
            rule=error.rule,
            severity=Severity.ERROR,
            message=error.message,
            cause=error.cause,
            remedy=error.remedy,
            cite="store",
        )
    )
    return unchanged(request, finding, guide=why_not([finding]))
