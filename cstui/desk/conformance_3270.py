"""What the keyboard does, beside a 3270 and c3270: one row a behavior, each with its test.

`docs/keys.md` is written from these rows, and a test fails where a row has no test. The terms are
those of IBM's 3270 Data Stream Programmer's Reference (GA23-0059) and of the 3270 keyboards. Actions,
resources and the base keymap of c3270, the codes of the AIDs and the bits of the attribute byte were read
in its source (pmattes/x3270: `names.h`, `kybd.c`, `3270ds.h`, c3270's `product_set_appres_defaults` and base
keymap), the words of the OIA in the x3270 wiki.
"""

from __future__ import annotations

import msgspec

_BUFFER, _TERMINAL, _3270 = "test_buffer.py", "test_terminal.py", "test_3270.py"
_KEYMAPS, _PTY = "test_keymaps.py", "../terminal/test_keys.py"
_PF_AIDS = (
    *("F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "7A", "7B", "7C"),
    *("C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "4A", "4B", "4C"),
)
"""The AID of each PF key, in hexadecimal."""


class Behavior(msgspec.Struct, frozen=True):
    """One behavior: its id, what it does, IBM's term, c3270's action, its operation, its test.

    `operation` is that of the keymap, empty where no key of its own does it. `test` is a function in
    a file of `tests/kernel/desk`, named without its `test_`.
    """

    id: str
    does: str
    term: str
    c3270: str
    operation: str
    file: str
    test: str

    @property
    def tested(self) -> str:
        """Where its test stands, as pytest names it."""
        return f"tests/kernel/desk/{self.file}::test_{self.test}".replace("desk/../", "")


_row = Behavior

ATTRIBUTES = (
    _row("protected", "A protected field takes no character: X PROTECTED.",
         "field attribute, bit 2: protected",
         "X Protected", "", _BUFFER, "a_protected_field_refuses_and_the_next_key_proceeds"),
    _row("numeric", "A numeric field takes digits, minus, full stop and blank: X NUMERIC.",
         "field attribute, bit 3: numeric; Numeric Lock", "X NUM, with numericLock on", "", _BUFFER,
         "a_numeric_field_takes_digits_only"),
    _row("autoskip", "A full field hands the cursor on to the next unprotected field; in a list keyed by "
         "the column, to the row below.", "field attribute, bits 2 and 3: autoskip", "as the host says", "",
         _BUFFER, "a_full_field_skips_to_the_next_unprotected_field"),
    _row("last-field", "Text that fills the last field stops behind it: X OVERFLOW. It never runs round "
         "to the command line.", "the cursor wraps to the first unprotected field", "wraps", "", _BUFFER,
         "text_that_runs_out_of_the_last_field_never_gets_into_the_command_line"),
    _row("no-autoskip", "Without autoskip the cursor stays behind the field, and typing on is refused.",
         "field attribute: protected, not numeric", "as the host says", "", _BUFFER,
         "without_autoskip_the_cursor_stays_behind_the_field"),
    _row("intensified", "What matters is shown intensified: bold, and in a color of its own.",
         "field attribute, bits 4 and 5: intensified", "bold, or its color", "", _3270,
         "intensified_fields_have_a_look_of_their_own"),
    _row("hidden", "A hidden field takes what is typed and shows nothing; the MDT is set.",
         "field attribute, bits 4 and 5: nondisplay", "as the host says", "", _BUFFER,
         "a_hidden_field_is_neither_shown_nor_copied"),
    _row("mdt", "What was typed into is handed over as modified; shown again it is not.",
         "field attribute, bit 7: modified data tag (MDT)", "as the host says", "", _BUFFER,
         "typing_overwrites_and_sets_the_modified_data_tag"),
    _row("wrap", "The cursor wraps: from the last column to the next row, from the last row to the first.",
         "buffer address wrap", "Left(), Right(), Up(), Down()", "", _BUFFER, "arrows_wrap_at_the_edges"),
)  # fmt: skip

ENTRY = (
    _row("overtype", "Typing replaces what stands at the cursor.", "alphanumeric keys", "Key()", "",
         _BUFFER, "typing_overwrites_and_sets_the_modified_data_tag"),
    _row("overtype-first", "The first character typed at the start of a filled field of one row erases "
         "the rest; PA2 brings it back.", "none: it replaces one character", "none", "", _BUFFER,
         "the_first_character_of_a_prefilled_field_erases_the_rest"),
    _row("overtype-classic", "With `overtype = classic` it replaces one character, and the rest stays.",
         "alphanumeric keys", "Key()", "", _BUFFER, "classic_overtype_replaces_one_character_as_a_3270_does"),
    _row("overtype-command", "A refused command is replaced by the first character typed, in both ways.",
         "none: the host's own", "none", "", _BUFFER,
         "the_first_character_replaces_a_command_that_was_refused"),
    _row("insert", "Insert mode: what follows moves; no room is X OVERFLOW. Shown as ^INS.", "Insert",
         "Insert(), ToggleInsert(); X Overflow", "insert_toggle", _BUFFER,
         "insert_mode_moves_text_and_refuses_when_there_is_no_room"),
    _row("insert-ends", "Every key that submits the screen, and Reset, ends insert mode.",
         "Insert, reset by Reset or an AID", "insert mode ends with an AID", "", _BUFFER,
         "an_aid_ends_insert_mode"),
    _row("delete", "Takes out the character at the cursor; what follows moves up.", "Delete", "Delete()",
         "delete", _BUFFER, "delete_and_backspace_close_the_gap"),
    _row("delete-word", "Takes out the word before the cursor.", "none: a key of emulators", "DeleteWord()",
         "delete_word", _3270, "delete_word_takes_the_word_before_the_cursor"),
    _row("backspace", "Takes out the character before the cursor; stops at the start of the field.",
         "Backspace moves left only; this is the emulators'", "Erase()", "backspace", _BUFFER,
         "backspace_at_the_start_of_a_field_changes_nothing"),
    _row("erase-eof", "Blanks the field from the cursor on and sets its MDT.", "Erase EOF", "EraseEOF()",
         "erase_eof", _BUFFER, "erase_eof_blanks_from_the_cursor_on"),
    _row("erase-field", "Blanks the whole field and sets its MDT.", "none: a key of emulators",
         "DeleteField()", "erase_field", _3270, "erase_field_blanks_it_and_goes_to_its_start"),
    _row("erase-input", "Blanks every unprotected field, resets the MDTs, cursor to the first.",
         "Erase Input", "EraseInput()", "erase_input", _BUFFER,
         "erase_input_blanks_every_unprotected_field_and_resets_the_tags"),
    _row("dup", "Takes the same field of the row above in a list, and goes on; elsewhere X NO DUP.",
         "Dup (sends X'1C'; a program then takes the value before)", "Dup()", "dup", _3270,
         "dup_takes_the_field_above_and_goes_on"),
    _row("field-mark", "Not there: Field Mark ends a field in unformatted input, and every screen of the "
         "desk is formatted; `;` parts commands on the command line instead.", "Field Mark (X'1E')",
         "FieldMark()", "", _3270, "field_mark_is_no_operation_and_a_semicolon_parts_commands"),
)  # fmt: skip

CURSOR = (
    _row("tab", "To the next unprotected field.", "Tab", "Tab()", "tab", _BUFFER,
         "tab_and_backtab_walk_the_unprotected_fields"),
    _row("backtab", "To the start of this field, or of the one before.", "Backtab", "BackTab()", "backtab",
         _BUFFER, "tab_and_backtab_walk_the_unprotected_fields"),
    _row("newline", "To the first unprotected field of a row below.", "New Line", "Newline()", "newline",
         _BUFFER, "newline_goes_to_the_first_field_of_a_row_below"),
    _row("home", "To the command line, the first unprotected field.", "Home", "Home()", "home", _BUFFER,
         "home_goes_to_the_command_line"),
    _row("field-end", "Behind the last character of the field.", "none: a key of emulators", "FieldEnd()",
         "field_end", _BUFFER, "field_end_goes_behind_the_text"),
    *(
        _row(key, f"One {step} {way}.", f"Cursor {key.capitalize()}", f"{key.capitalize()}()", key, _BUFFER,
             "arrows_wrap_at_the_edges")
        for key, step, way in (("up", "row", "up"), ("down", "row", "down"),
                               ("left", "column", "to the left"), ("right", "column", "to the right"))
    ),
    _row("word-left", "To the start of a word before.", "none: a key of emulators", "PreviousWord()",
         "word_left", _BUFFER, "words_are_walked_over_fields"),
    _row("word-right", "To the start of the next word.", "none: a key of emulators", "NextWord()",
         "word_right", _BUFFER, "words_are_walked_over_fields"),
    _row("cursor-select", "A click puts the cursor there; a double click is Enter.", "Cursor Select",
         "a click, with mouse on; CursorSelect()", "", _TERMINAL,
         "a_click_places_the_cursor_and_a_double_click_is_enter"),
)  # fmt: skip

AID = (
    _row("enter", "Hands the screen to its program.", "AID X'7D' Enter", "Enter()", "enter", _TERMINAL,
         "what_is_typed_shows_and_enter_hands_it_over"),
    *(
        _row(f"pf{n}", "Submits the screen for the key's command word.", f"AID X'{_PF_AIDS[n - 1]}' PF{n}",
             f"PF({n})", f"pf{n}", _3270, "each_pf_key_hands_over_under_its_own_name")
        for n in range(1, 13)
    ),
    *(
        _row(f"pf{n}", f"As PF{n - 12}, unless the screen gives it a word of its own.",
             f"AID X'{_PF_AIDS[n - 1]}' PF{n}", f"PF({n})", f"pf{n}", _3270,
             "a_shifted_pf_key_means_the_same_unless_the_screen_says_otherwise")
        for n in range(13, 25)
    ),
    _row("pa1", "Attention: long work is asked to stop, what waits is dropped. Idle: X NOT BUSY.",
         "AID X'6C' PA1; Attn", "PA(1) waits in the typeahead, Attn() goes at once", "pa1", _3270,
         "pa1_asks_long_work_to_stop_at_once"),
    _row("pa2", "The screen again as it was shown, without what was typed.", "AID X'6E' PA2", "PA(2)",
         "pa2", _3270, "pa2_shows_the_screen_as_it_was"),
    _row("clear", "Empties the entry fields; the program paints the screen again.", "AID X'6D' Clear",
         "Clear()", "clear", _3270, "clear_hands_over"),
)  # fmt: skip

LOCK = (
    _row("reset", "Frees the keyboard, ends insert mode; while a program works, drops what waits.",
         "Reset", "Reset()", "reset", _3270, "reset_frees_ends_insert_mode_and_drops_what_waits"),
    _row("x-system", "While a program works the OIA says X SYSTEM; Reset does not take the screen back.",
         "input inhibited: system lock, time", "X SYSTEM, X Wait", "", _TERMINAL,
         "keys_typed_while_a_program_runs_wait_and_come_in_order"),
    _row("soft", "Soft lock: the next key frees the keyboard of an operator error and is obeyed.",
         "none: emulators free it", "oerrLock off: the bell, and no lock", "", _3270,
         "soft_lock_is_freed_by_the_next_key"),
    _row("strict", "Strict lock: after an operator error only Reset is taken; other keys are refused, and "
         "not replayed.", "input inhibited until Reset", "oerrLock on, its default; Reset()", "", _3270,
         "strict_lock_takes_reset_alone_and_replays_nothing"),
    _row("no-key", "A key without a meaning is refused: X NO KEY.", "input inhibited: -f, what?", "X -f", "",
         _TERMINAL, "an_unknown_key_is_said_not_swallowed"),
    _row("type-ahead", "Keys typed while a program works keep their order; the OIA counts them.",
         "none: a feature of controllers", "typeahead; T in the OIA", "", _3270,
         "keys_that_wait_are_counted_in_the_oia"),
    _row("dropped", "After an error, or a question, the rest of the burst is dropped and counted.",
         "keyboard locked by the write: keys refused", "an operator error flushes the typeahead", "",
         _3270, "an_error_drops_exactly_the_rest_of_the_burst"),
    _row("pause", "Keys count again when the error is on the screen and nothing was typed for the setting "
         "`pause` (300 ms); each key dropped begins it again. X PAUSE says so.", "none", "none", "", _3270,
         "after_an_error_keys_count_when_nothing_was_typed_for_a_pause"),
    _row("pause-reset", "Reset ends the pause, once the error is on the screen.", "Reset", "Reset()", "",
         _3270,
         "reset_ends_the_pause_but_not_before_the_error_is_on_the_screen"),
    _row("not-dropped", "A warning drops nothing, nor does an error that is shown a second time.",
         "keyboard restored by the write", "typeahead goes on", "", _3270,
         "a_warning_and_an_error_shown_again_drop_nothing"),
    _row("failed", "A program that fails drops what was typed ahead as well.",
         "input inhibited: program check",
         "none", "", _3270, "a_program_that_fails_drops_the_rest_of_the_burst"),
)  # fmt: skip

TERMINALS = (
    _row("chord", "Esc and a digit, at once or one after the other, is a PF key: 1 to 9, 0, -, =.",
         "none: keyboards without PF keys", "Ctrl-a as a prefix: Ctrl-a c is Clear()", "", _3270,
         "esc_and_a_sign_press_a_pf_key_fast_and_slow"),
    _row("lone-esc", "Esc alone is Cancel after half a second; in a burst F12 is.", "none",
         "none; its Escape() opens the prompt c3270>", "", _3270, "esc_alone_cancels_after_its_delay"),
    _row("pty", "The same at a pseudo-terminal, byte by byte.", "none", "none", "", _PTY,
         "esc_and_a_digit_at_a_pseudo_terminal"),
    _row("legend", "A click on a key of the legend presses it.", "none: light pen on a field",
         "none", "", _3270, "a_click_on_the_legend_presses_the_key"),
    _row("message", "A click on the message line explains the message.", "none", "none", "", _3270,
         "a_click_on_the_message_is_help"),
    _row("copy", "Copies the text that the mouse marked.", "none: a key of emulators",
         "none: the terminal's own", "copy", _TERMINAL, "dragging_selects_and_ctrl_c_copies"),
    _row("paste", "Types what was copied, field by field; stops at a refusal and says how much is left.",
         "none: a key of emulators", "none: the terminal's own", "paste_clipboard", _TERMINAL,
         "a_paste_waits_its_turn"),
    _row("words", "Every PF key and Clear has its command word.", "none", "none", "", _3270,
         "every_key_that_hands_over_has_its_word"),
    _row("keytest", "KEYTEST shows what the terminal sends for each key, and which keys have not arrived.",
         "Test (3278)", "none", "", _3270, "keytest_shows_every_key_and_obeys_none"),
    _row("keymaps", "Keys are given to operations in files; what conflicts is refused, with its line.",
         "none: hard-wired", "keymap files", "", _KEYMAPS, "what_cannot_be_used_is_refused_with_its_line"),
    _row("size", "A terminal that is too small says so; what was typed stays.", "none", "none", "", _TERMINAL,
         "a_terminal_too_small_says_so_and_keeps_what_was_typed"),
)  # fmt: skip

DISCIPLINE: tuple[tuple[str, tuple[Behavior, ...]], ...] = (
    ("Field attributes", ATTRIBUTES),
    ("Keys that change a field", ENTRY),
    ("Keys that move the cursor", CURSOR),
    ("Keys that submit the screen", AID),
    ("The lock of the keyboard, and type-ahead", LOCK),
    ("The terminal", TERMINALS),
)
"""Every behavior, by what it is about."""


def behaviors() -> tuple[Behavior, ...]:
    """All rows, in order."""
    return tuple(row for _, rows in DISCIPLINE for row in rows)
