"""The catalogues of translations: brought up to date with the source, and checked against it.

    python -m tools.catalogues update   adds the new French sentences to the catalogues, drops those no longer used
    python -m tools.catalogues check    says what is missing, and exits 1 when something is

French is the language of the source; its catalogue, kept by hand, only overrides words of Wagtail. Sentences are read
from the syntax tree of the modules and from the templates as Django itself prepares them for xgettext, so GNU gettext
is not needed.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("site", "annuaire", "evenements", "agenda", "home", "search")
LANGUAGES = ("br", "en")

# What each function's first arguments are.
CALLS = {
    "_": ("msgid",),
    "gettext": ("msgid",),
    "gettext_lazy": ("msgid",),
    "gettext_noop": ("msgid",),
    "ngettext": ("msgid", "plural"),
    "ngettext_lazy": ("msgid", "plural"),
    "pgettext": ("context", "msgid"),
    "pgettext_lazy": ("context", "msgid"),
    "npgettext": ("context", "msgid", "plural"),
    "npgettext_lazy": ("context", "msgid", "plural"),
}
STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
TEMPLATE_CALL = re.compile(rf"\b(?:_|n?p?gettext)\({STRING}(?:, {STRING})*")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)[^{}]*\}")


@dataclass(frozen=True)
class Sentence:
    """One thing to translate, as written in the source; `plural` and `context` are empty when there is none."""

    msgid: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What tells two entries of a catalogue apart."""
        return self.context, self.msgid


def sentences_of_python(source: str) -> Iterator[Sentence]:
    """The sentences of a module, in its order; raises ValueError for one that is not a plain string."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for node in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in CALLS or (name == "_" and not isinstance(node.func, ast.Name)):
            continue
        words = {}
        for part, argument in zip(CALLS[name], node.args, strict=False):
            if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
                raise ValueError(f"line {node.lineno}: {name}() is given something else than a plain string")
            words[part] = argument.value
        if words.get("msgid"):
            yield Sentence(**words)


def sentences_of_template(source: str) -> Iterator[Sentence]:
    """The sentences of a template, in its order."""
    for call in TEMPLATE_CALL.findall(templatize(source)):
        yield from sentences_of_python(f"{call})")


def sentences_of_project() -> dict[tuple[str, str], tuple[Sentence, list[str]]]:
    """Every sentence of the site with the files it stands in; one written with and without plural keeps its plural."""
    found: dict[tuple[str, str], tuple[Sentence, list[str]]] = {}
    for path in source_files():
        read = sentences_of_python if path.suffix == ".py" else sentences_of_template
        name = path.relative_to(ROOT).as_posix()
        try:
            sentences = list(read(path.read_text(encoding="utf-8")))
        except ValueError as error:
            raise SystemExit(f"{name}: {error}") from error
        for sentence in sentences:
            known, files = found.get(sentence.key, (sentence, []))
            if name not in files:
                files.append(name)
            found[sentence.key] = (known if known.plural else sentence, files)
    return found


def source_files() -> Iterator[Path]:
    """The modules and templates that hold sentences, sorted."""
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if (
                path.suffix in (".py", ".html", ".txt")
                and "migrations" not in path.parts
                and "static" not in path.parts
            ):
                yield path


def catalogue(language: str) -> polib.POFile:
    """The catalogue of a language, as its translators left it."""
    return polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"), wrapwidth=100)


def update(language: str) -> str:
    """Brings a catalogue up to date with the source and says in a line what it did."""
    sentences = sentences_of_project()
    old = catalogue(language)
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in old if not entry.obsolete}
    forms = range(plural_forms(old))
    new = polib.POFile(wrapwidth=100)
    new.metadata = old.metadata
    new.header = old.header
    for key, (sentence, files) in sentences.items():
        entry = known.get(key)
        if entry is None or bool(entry.msgid_plural) != bool(sentence.plural):
            entry = polib.POEntry(msgid=sentence.msgid, msgctxt=sentence.context or None)
            if sentence.plural:
                entry.msgstr_plural = dict.fromkeys(forms, "")
        entry.msgid_plural = sentence.plural
        entry.occurrences = [(name, "") for name in files]
        new.append(entry)
    new.save(old.fpath)
    added, dropped = len(sentences.keys() - known.keys()), len(known.keys() - sentences.keys())
    left = len(list(problems(language)))
    return f"{language}: {len(sentences)} sentences, {added} added, {dropped} dropped, {left} to do"


def problems(language: str) -> Iterator[str]:
    """What a catalogue lacks, a sentence each."""
    sentences = sentences_of_project()
    po = catalogue(language)
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in po if not entry.obsolete}
    forms = plural_forms(po)
    for key, (sentence, files) in sentences.items():
        entry = known.get(key)
        if entry is None:
            yield f"{language}: not in the catalogue: {sentence.msgid!r} ({files[0]}); run `make messages`"
        else:
            yield from (f"{language}: {what}: {entry.msgid!r} ({files[0]})" for what in faults(entry, sentence, forms))
    for key in known.keys() - sentences.keys():
        yield f"{language}: no longer in the source: {key[1]!r}; run `make messages`"


def faults(entry: polib.POEntry, sentence: Sentence, forms: int) -> Iterator[str]:
    """What is wrong in an entry; FORMS is how many plural forms its language has."""
    if entry.fuzzy:
        yield "to be confirmed (fuzzy)"
    if entry.msgid_plural != sentence.plural:
        yield "its plural differs from the source"
        return
    texts = list(entry.msgstr_plural.values()) if sentence.plural else [entry.msgstr]
    if not all(texts) or (sentence.plural and len(texts) != forms):
        yield "not translated"
        return
    wanted = placeholders([sentence.msgid, sentence.plural])
    for text in texts:
        # A plural form may leave its number out (“one date”), nothing may add what the code does not give.
        if placeholders([text]) - wanted or (not sentence.plural and placeholders([text]) != wanted):
            yield f"placeholders differ in {text!r}"


def placeholders(texts: Iterable[str]) -> set[str]:
    """The names between %(…)s or {…} in texts."""
    return {first or second or "{}" for text in texts for first, second in PLACEHOLDER.findall(text)}


def plural_forms(po: polib.POFile) -> int:
    """How many plural forms the language of a catalogue has."""
    return int(po.metadata["Plural-Forms"].split(";")[0].split("=")[1])


def main(arguments: list[str]) -> int:
    """Does what the command line asks; the number returned is the exit code."""
    if arguments == ["update"]:
        print("\n".join(update(language) for language in LANGUAGES))
        return 0
    if arguments == ["check"]:
        found = [line for language in LANGUAGES for line in problems(language)]
        print("\n".join(found) or f"Catalogues: {', '.join(LANGUAGES)} are complete.")
        return bool(found)
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
