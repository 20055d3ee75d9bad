"""Whoever mistypes a command is told in plain words what to type, never in the parser's own."""

import argparse

import pytest

from kiosk.cli import main
from sync.command_words import Parser, plainly
from sync.server.commands import front


def test_an_unknown_command_of_the_centre_is_said_with_the_one_that_was_meant(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        front.main(["serv"])
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert said.startswith("manyhands centre: there is no command `serv`. Did you mean `serve`? The commands are: serve, migrate, ")
    assert "argument" not in said
    assert "invalid" not in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["gallery", "x", "--wishes", "pink"],
            (
                "--wishes cannot be `pink`. Did you mean `plain`? It can be: plain, large, low, left-handed, calm, night, "
                "high-contrast, wordless, large-low-left."
            ),
        ),
        (["doctor", "--bogus"], "not known here: --bogus."),
        (["gallery"], "still needed: folder."),
        (["kiosk", "--settings"], "--settings needs a value after it."),
        (["passes", "a", "b", "--day", "sunday"], "`sunday` cannot stand for --day."),
    ],
)
def test_other_mistakes_are_said_plainly(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert capsys.readouterr().err == f"manyhands {words[0]}: {said}\n`manyhands {words[0]} --help` says what can be asked.\n"


def test_what_a_command_itself_has_to_say_about_a_value_stands() -> None:
    def port(text: str) -> int:
        raise argparse.ArgumentTypeError(f"{text} is no port.")

    parser = Parser(prog="x", exit_on_error=False)
    parser.add_argument("--port", type=port)
    with pytest.raises(argparse.ArgumentError) as wrong:
        parser.parse_args(["--port", "9"])
    assert plainly(str(wrong.value)) == "--port: 9 is no port."
    assert plainly("something new") == "something new"
