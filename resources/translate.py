"""Keeps the translation in step with the sources: ``update`` changes it, ``check`` only looks.

``update`` collects every translatable text of the window into ``translations/convviz_zh_CN.ts``,
keeps what is translated, and compiles the ``.qm`` that ships. Entries that are new say
``unfinished``: fill them in (with Qt Linguist, or with an editor, deleting ``type="unfinished"``),
then update once more. ``check`` fails when that was forgotten.
"""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

ROOT: Final = Path(__file__).resolve().parents[1]
TRANSLATION: Final = ROOT / "resources" / "translations" / "convviz_zh_CN.ts"

SUMMARY_CONTEXT: Final = "LayerSummary"
"""The context under which the window looks up the first sentence of a layer's definition."""

CALL_CONTEXT: Final = "CallTexts"
"""The context of what losses, optimisers and schedules say of themselves in their docstrings."""

_PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}|%n|%L?\d")
_MNEMONIC: Final = re.compile(r"&(?!&)\w")


@dataclass(frozen=True, slots=True)
class Message:
    """One entry of a .ts file.

    Attributes:
        context: The class or the name under which it is looked up.
        source: The English text.
        comment: What tells it from the same text elsewhere; empty if nothing does.
        translations: The translated forms; more than one for a text that counts something.
        state: ``"unfinished"``, ``"vanished"``, ``"obsolete"``, or empty for a finished entry.
    """

    context: str
    source: str
    comment: str
    translations: tuple[str, ...]
    state: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What Qt looks it up by."""
        return self.context, self.source, self.comment


def read_messages(translation: Path) -> list[Message]:
    """Return the entries of a .ts file."""
    tree = ET.parse(translation)  # noqa: S314 - a file of this checkout
    return [
        _message(context.findtext("name", ""), entry)
        for context in tree.iter("context")
        for entry in context.iter("message")
    ]


def _message(context: str, entry: ET.Element) -> Message:
    translation = entry.find("translation")
    if translation is None:
        return Message(context, entry.findtext("source", ""), "", (), "unfinished")
    forms = [form.text or "" for form in translation.findall("numerusform")]
    return Message(
        context,
        entry.findtext("source", ""),
        entry.findtext("comment", ""),
        tuple(forms or [translation.text or ""]),
        translation.get("type", ""),
    )


def window_sources(root: Path) -> list[Path]:
    """Return the files that name translatable texts in calls of tr, translate and their marks."""
    folders = [root / "convviz" / "ui", root / "convviz" / "protocol"]
    files = [path for folder in folders for path in folder.rglob("*.py")]
    return sorted([*files, root / "convviz" / "app.py"])


def layer_summaries() -> list[str]:
    """Return the first sentence of the definition of each layer, loss and optimiser."""
    from convviz.core.shown_layers import opened_types

    lines = [(inspect.getdoc(kind) or "").partition("\n")[0] for kind in opened_types().values()]
    return list(dict.fromkeys(lines))


def call_texts() -> list[str]:
    """Return what each part of a training is, such as a loss, and what its parameters mean.

    Those of layers that have a text in ``convviz.ui.parameter_texts`` are collected from there.
    """
    from convviz.core.call_texts import explained_parameters, parameter_texts_of, summary_of
    from convviz.core.layers import layer_types
    from convviz.core.losses import loss_types
    from convviz.protocol.training_parts import TRAINING_PARTS, part_types
    from convviz.ui.parameter_texts import shared_hints

    texts: list[str] = []
    for kind in (kind for name in TRAINING_PARTS for kind in part_types(name).values()):
        texts += [summary_of(kind), *parameter_texts_of(kind).values()]
    for loss in loss_types().values():  # not all can train a network
        texts += [summary_of(loss), *parameter_texts_of(loss).values()]
    for layer_type in layer_types().values():
        shared = shared_hints(layer_type)
        own = explained_parameters(layer_type).items()
        texts += [text for name, text in own if not shared[name]]
    return list(dict.fromkeys(texts))


def declared_texts() -> dict[str, list[str]]:
    """Return the texts that declarations hold, by the context under which they are looked up."""
    return {SUMMARY_CONTEXT: layer_summaries(), CALL_CONTEXT: call_texts()}


def collect(translation: Path, root: Path, declared: Mapping[str, Sequence[str]]) -> None:
    """Bring a .ts file up to date with the sources; make it if there is none.

    Args:
        translation: The .ts file.
        root: The checkout.
        declared: Texts that no source names in a call, by context: see declared_texts.

    Raises:
        subprocess.CalledProcessError: lupdate failed; its message is in ``stderr``.
    """
    with tempfile.TemporaryDirectory() as folder:
        marked = Path(folder) / "summaries.py"
        lines = [
            f"QT_TRANSLATE_NOOP({context!r}, {_literal(text)})"
            for context, texts in declared.items()
            for text in texts
        ]
        marked.write_text("\n".join(lines) + "\n", encoding="utf-8")
        sources = Path(folder) / "sources.lst"
        names = [*map(str, window_sources(root)), str(marked)]
        sources.write_text("\n".join(names), encoding="utf-8")
        options = ["-silent", "-no-obsolete", "-locations", "none", "-target-language", "zh_CN"]
        _qt_tool("lupdate", *options, f"@{sources}", "-ts", str(translation))


def _literal(text: str) -> str:
    """Return a text as the double-quoted literal that lupdate reads."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def compile_translation(translation: Path, compiled: Path) -> None:
    """Write the .qm that Qt loads.

    Raises:
        subprocess.CalledProcessError: lrelease failed; its message is in ``stderr``.
    """
    _qt_tool("lrelease", "-silent", str(translation), "-qm", str(compiled))


def _qt_tool(name: str, *arguments: str) -> None:
    from PySide6.scripts import pyside_tool

    folder = Path(pyside_tool.__file__).parents[1]
    suffix = ".exe" if sys.platform == "win32" else ""
    command = [str(folder / f"{name}{suffix}"), *arguments]
    subprocess.run(command, check=True, capture_output=True, text=True)


def entry_problems(messages: list[Message]) -> Iterator[str]:
    """Yield what is wrong with the entries of a translation."""
    for message in messages:
        where = f"{message.context}: {message.source!r}"
        if message.state or not all(message.translations):
            yield f"{where} is {message.state or 'empty'}"
            continue
        if not message.context.isidentifier():
            yield f"{where} is not named in a class: call tr on self"
        for text in message.translations:
            if _parts(_PLACEHOLDER, text) != _parts(_PLACEHOLDER, message.source):
                yield f"{where} has other placeholders than {text!r}"
            if len(_MNEMONIC.findall(text)) != len(_MNEMONIC.findall(message.source)):
                yield f"{where} has another access key (&) than {text!r}"


def _parts(pattern: re.Pattern[str], text: str) -> list[str]:
    return sorted(pattern.findall(text))


def source_problems(source: str, name: str) -> Iterator[str]:
    """Yield the calls of tr and translate that lupdate cannot read.

    Args:
        source: Python source.
        name: Where it stands, for the messages.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and not _is_readable(node):
            yield f"{name}:{node.lineno}: not plain texts to translate: {ast.unparse(node)}"


def _is_readable(call: ast.Call) -> bool:
    """Return whether a call has literals where lupdate reads them, or is no call to translate.

    A template in a variable is right in ``translate(context, template)``: it is marked where it
    is written.
    """
    function = call.func
    name = getattr(function, "attr", getattr(function, "id", ""))
    if name == "tr" and call.args:
        return _is_text(call.args[0])
    if name == "QT_TRANSLATE_NOOP":
        return all(_is_text(argument) for argument in call.args)
    if name == "translate" and len(call.args) > 1:
        context, text = call.args[:2]
        return not isinstance(text, ast.JoinedStr) and (_is_text(context) or not _is_text(text))
    return True


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def difference_problems(stored: list[Message], current: list[Message]) -> Iterator[str]:
    """Yield the texts that only the sources have, and those that only the translation has."""
    stored_keys = {message.key for message in stored}
    current_keys = {message.key for message in current}
    for context, source, _ in sorted(current_keys - stored_keys):
        yield f"{context}: {source!r} is missing from the translation"
    for context, source, _ in sorted(stored_keys - current_keys):
        yield f"{context}: {source!r} is in the translation, but no longer in the sources"


def check(translation: Path, root: Path, declared: Mapping[str, Sequence[str]]) -> list[str]:
    """Return everything that is wrong with a translation; an empty list is success."""
    if not translation.exists():
        return [f"{translation.name} is missing"]
    problems: list[str] = []
    for path in window_sources(root):
        text = path.read_text(encoding="utf-8")
        problems += source_problems(text, str(path.relative_to(root)))
    stored = read_messages(translation)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / translation.name
        copy.write_bytes(translation.read_bytes())
        collect(copy, root, declared)
        problems += difference_problems(stored, read_messages(copy))
        compiled = Path(folder) / "compiled.qm"
        compile_translation(translation, compiled)
        shipped = translation.with_suffix(".qm")
        if not shipped.exists() or shipped.read_bytes() != compiled.read_bytes():
            problems.append(f"{shipped.name} is not what {translation.name} compiles to")
    return [*problems, *entry_problems(stored)]


def main(arguments: list[str]) -> int:
    """Run ``update`` or ``check``.

    Returns:
        The exit status.
    """
    if arguments not in (["update"], ["check"]):
        print("usage: translate.py update | check", file=sys.stderr)
        return 2
    declared = declared_texts()
    try:
        if arguments == ["update"]:
            collect(TRANSLATION, ROOT, declared)
            compile_translation(TRANSLATION, TRANSLATION.with_suffix(".qm"))
        problems = check(TRANSLATION, ROOT, declared)
    except subprocess.CalledProcessError as error:
        print(error.stderr or error, file=sys.stderr)
        return 1
    for problem in problems:
        print(problem)
    count = len(read_messages(TRANSLATION)) if TRANSLATION.exists() else 0
    print(f"{count} texts, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
