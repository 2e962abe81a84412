"""Commands and options whose help is in the reader's language. Imports little, because help is to be there at once."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from mimawari.faces.language import language
from mimawari.faces.streams import settle
from mimawari.faces.wrap import wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mimawari.model import Words


class Help(NamedTuple):
    """A sentence in every language, as ``Words`` is, for what must not wait for the nouns to be imported."""

    en: str
    ja: str

    def say(self, language: str) -> str:
        """The sentence in *language*."""
        return self.ja if language == "ja" else self.en


def say(words: Help | Words) -> str:
    """The sentence in the language of the locale."""
    return words.say(language())


def _paragraphs(words: Help | Words, formatter: click.HelpFormatter) -> None:
    """The text, wrapped by columns: a Japanese letter takes two."""
    for paragraph in say(words).split("\n\n"):
        formatter.write("\n")
        for line in wrapped(paragraph, formatter.width - 2):
            formatter.write(f"  {line}\n")


class Command(click.Command):
    """A command with help in every language."""

    def __init__(self, name: str | None, words: Help | Words, **given: Any) -> None:
        super().__init__(name, **given | {"help": words.en})
        self.words = words

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """What click complains of, in the language that is spoken."""
        given = list(args)
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.UsageError as error:
            raise _spoken(error, given, f"{parent.command_path} {info_name}" if parent else f"{info_name}") from error

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's signature
        """What the command is for."""
        _paragraphs(self.words, formatter)


class Group(click.Group):
    """A group with help in every language."""

    def __init__(self, name: str | None = None, *, words: Help | Words, **given: Any) -> None:
        super().__init__(name, **given | {"help": words.en})
        self.words = words

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's signature
        """What the program is for."""
        _paragraphs(self.words, formatter)


class Lazy(Group):
    """Commands by name, each the ``command`` of a module of its own below *package*; help does not import them."""

    def __init__(self, name: str | None = None, *, package: str, every: Mapping[str, Help], **given: Any) -> None:
        super().__init__(name, **given)
        self.package, self.every = package, every

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that *args* name, or that there is none, in the language that is spoken."""
        given = list(args)
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise _spoken(error, given, ctx.command_path) from error

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Their names, in the order in which they are used."""
        return list(self.every)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        """The command, imported now."""
        if cmd_name not in self.every:
            return None
        command: click.Command = import_module(f"{self.package}.{cmd_name.replace('-', '_')}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's signature
        """Their names and what they are for."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, say(words)) for name, words in self.every.items()])


class Option(click.Option):
    """An option with help in every language."""

    def __init__(self, declared: list[str], words: Help | Words, **given: Any) -> None:
        super().__init__(declared, **given | {"help": words.en})
        self.words = words

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Its names and what it does."""
        self.help = say(self.words)
        return super().get_help_record(ctx)


def option(*names: str, en: str, ja: str, **given: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An option of these *names* whose help is said so; *given* as click takes it."""
    return click.option(*names, cls=Option, words=Help(en=en, ja=ja), **given)


class Refused(click.ClickException):
    """What cannot be done as it was asked for: one line, status 2 or another one that its command documents."""

    def __init__(self, words: Help | Words, tongue: str | None = None, status: int = 2) -> None:
        super().__init__(words.say(language(tongue)))
        self.exit_code = status  # type: ignore[misc]  # a class variable in click's annotations, read from the instance

    def show(self, file: Any = None) -> None:
        """Write it to stderr, or to *file*."""
        click.echo(f"mimawari: {self.message}", file=file, err=file is None)


def _spoken(error: click.UsageError, given: list[str], command: str) -> click.ClickException:
    """The error as it is, or what it says in Japanese."""
    from mimawari.faces.cli.misuse import asked_language, in_japanese
    from mimawari.faces.safe import own

    if isinstance(error, click.exceptions.NoArgsIsHelpError) or speaking(asked_language(given)) != "ja":
        return error
    said = own(in_japanese(error, command))
    return Refused(Help(en=said, ja=said), "ja")


def speaking(asked: str | None) -> str:
    """The language to speak, with the streams made ready for it."""
    tongue = language(asked)
    settle(tongue)
    return tongue


lang = click.option(
    "--lang",
    type=click.Choice(["ja", "en"]),
    cls=Option,
    words=Help(en="Language of the text (else by locale).", ja="表示する言語（省略時はOSの設定に従います）。"),
)
as_json = click.option(
    "--json",
    "as_json",
    is_flag=True,
    cls=Option,
    words=Help(en="Print JSON for programs.", ja="プログラム向けにJSONで出力します。"),
)
knowledge = click.option(
    "--knowledge",
    metavar="DIR",
    cls=Option,
    words=Help(
        en="Take knowledge files that are in DIR from there. packed: use what came with the program, whatever was installed.",
        ja="DIRにある知識データを、内蔵のものの代わりに使います。packed：更新した知識データを使わず、内蔵のものを使います。",
    ),
)
