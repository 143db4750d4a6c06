"""`cstui completion SHELL`: what bash, zsh and fish need to complete commands, options and their choices.

The script is made from the parser that reads commands, so it names what this version takes.
"""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Iterator

import msgspec

from cstui.commandline.paper import Paper

TAKES_FILE = frozenset({"FILE", "FOLDER", "STORE"})
"""Metavars behind which a path is typed: there the shell's own completion of files is right."""


class ShellWords(msgspec.Struct, frozen=True):
    """What may follow some words of a command, such as `store create`."""

    path: str
    words: tuple[tuple[str, str], ...]
    """Each word with its help, which may be empty."""
    files: tuple[str, ...]
    """Options that take a path."""


def completion(options: Namespace, paper: Paper) -> int:
    """Print the script of a shell."""
    from cstui.commandline.parser import parser

    found = list(completions(parser(["print"])))
    paper.out.write({"bash": bash, "zsh": zsh, "fish": fish}[options.shell](found))
    return 0


def completions(parser: argparse.ArgumentParser, path: str = "") -> Iterator[ShellWords]:
    """What may follow each command, the whole line first."""
    words: list[tuple[str, str]] = []
    files: list[str] = []
    below: list[tuple[str, argparse.ArgumentParser]] = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {one.dest: one.help or "" for one in action._choices_actions}
            words += [(name, helps.get(name, "")) for name in action.choices]
            below += action.choices.items()
        elif not action.option_strings:
            words += [(str(one), "") for one in action.choices or ()]
        elif action.help != argparse.SUPPRESS:
            words += [(one, action.help or "") for one in action.option_strings]
            if action.metavar in TAKES_FILE:
                files += action.option_strings
    yield ShellWords(path, tuple(words), tuple(files))
    for name, sub in below:
        yield from completions(sub, f"{path} {name}".strip())


def bash(found: list[ShellWords]) -> str:
    """A function for bash; `source` it, or put it where bash-completion looks."""
    cases = "\n".join(
        f'        "{one.path}") words="{" ".join(word for word, _ in one.words)}"; '
        f'files="{" ".join(one.files)}" ;;'
        for one in found
    )
    known = " ".join(f'"{one.path}"' for one in found if one.path)
    return f"""# bash completion of cstui: source <(cstui completion bash)
_cstui() {{
    local word="${{COMP_WORDS[COMP_CWORD]}}" path="" one at words="" files=""
    local before="${{COMP_WORDS[COMP_CWORD-1]}}"
    for ((at = 1; at < COMP_CWORD; at++)); do
        for one in {known}; do
            [[ "$path${{path:+ }}${{COMP_WORDS[at]}}" == "$one" ]] && {{ path="$one"; break; }}
        done
    done
    case "$path" in
{cases}
    esac
    if [[ " $files " == *" $before "* ]]; then
        COMPREPLY=($(compgen -f -- "$word"))
    else
        COMPREPLY=($(compgen -W "$words" -- "$word"))
    fi
}}
complete -o default -F _cstui cstui
"""


def zsh(found: list[ShellWords]) -> str:
    """The same for zsh, by its own emulation of bash's completion."""
    body = bash(found).partition("\n")[2]
    return (
        "#compdef cstui\n# zsh completion of cstui: source <(cstui completion zsh)\n"
        "(( $+functions[compdef] )) || { autoload -U compinit && compinit; }\n"
        f"autoload -U bashcompinit && bashcompinit\n{body}"
    )


def fish(found: list[ShellWords]) -> str:
    """Lines for fish, which shows each word with its help."""
    lines = ["# fish completion of cstui: cstui completion fish | source", "complete -c cstui -f"]
    for one in found:
        path = one.path.split()
        below = [other.path.split()[-1] for other in found if other.path.split()[:-1] == path and other.path]
        seen = [f"__fish_seen_subcommand_from {word}" for word in path]
        if below and path:
            seen.append(f"not __fish_seen_subcommand_from {' '.join(below)}")
        when = "; and ".join(seen) or "__fish_use_subcommand"
        for word, help_ in one.words:
            kind = (
                f"-l {word[2:]}"
                if word.startswith("--")
                else f"-s {word[1:]}"
                if word[0] == "-"
                else f"-a {word}"
            )
            takes = " -r -F" if word in one.files else ""
            said = help_.replace("%%", "%").replace("\\", "\\\\").replace("'", "\\'")
            lines.append(f"complete -c cstui -n '{when}' {kind}{takes}" + (f" -d '{said}'" if said else ""))
    return "\n".join(lines) + "\n"
