"""Saying lines and asking questions."""

import pytest

from pat_tui.plain.asker import Back, Cancelled
from pat_tui.wording.option import Option
from tests.plain.talks import CTRL_C, CTRL_D, asker

FRUIT = [Option("a", "Apple"), Option("p", "Pear", "sweet"), Option("q", "Peach")]


class TestAsk:
    def test_takes_what_is_typed(self) -> None:
        """Without the blanks around it."""
        assert asker("  ci deploy ")[0].ask("Name") == "ci deploy"

    def test_nothing_means_the_default(self) -> None:
        """Which stands in brackets before it is taken."""
        found, said = asker("")
        assert found.ask("Name", "ci") == "ci"
        assert said.getvalue() == "Name [ci]: \n"

    @pytest.mark.parametrize("word", ["?", "help", "HELP"])
    def test_help_is_said_and_the_question_comes_again(self, word: str) -> None:
        """Help answers nothing."""
        found, said = asker(word, "ci")
        assert found.ask("Name", help_text="Any name.") == "ci"
        assert "Any name." in said.getvalue()
        assert said.getvalue().count("Name: ") == 2

    @pytest.mark.parametrize("answer", ["back", "Back", CTRL_D])
    def test_back(self, answer: str) -> None:
        """The word and Ctrl+D lead one step back."""
        with pytest.raises(Back):
            asker(answer)[0].ask("Name")

    @pytest.mark.parametrize("answer", ["cancel", CTRL_C])
    def test_cancel(self, answer: str) -> None:
        """The word and Ctrl+C give up."""
        with pytest.raises(Cancelled):
            asker(answer)[0].ask("Name")

    def test_a_key_that_is_no_line_ends_the_line(self) -> None:
        """What is said after Ctrl+D or Ctrl+C starts on a line of its own."""
        for answer in (CTRL_C, CTRL_D):
            found, said = asker(answer)
            with pytest.raises((Back, Cancelled)):
                found.ask("Name")
            assert said.getvalue() == "Name: \n"

    @pytest.mark.parametrize("word", ["back", "help", "?"])
    def test_a_word_in_quotes_is_only_a_word(self, word: str) -> None:
        """Whoever calls a token `back` can do so."""
        assert asker(f'"{word}"')[0].ask("Name") == word

    def test_other_quotes_stay(self) -> None:
        """Quotes around anything else are a part of it."""
        assert asker('"ci"')[0].ask("Name") == '"ci"'

    def test_further_words(self) -> None:
        """A question may know words of its own, which answer nothing either."""
        heard: list[str] = []
        assert asker("list", "ci")[0].ask("Name", words={"list": lambda: heard.append("list")}) == "ci"
        assert heard == ["list"]

    def test_a_long_prompt_is_broken(self) -> None:
        """Between words, with room left for the answer."""
        found, said = asker("x", width=30)
        found.ask("A question that is longer than a line")
        assert max(map(len, said.getvalue().split("\n"))) <= 30


class TestChoose:
    @pytest.mark.parametrize(
        ("answer", "expected"), [("2", "p"), ("", "a"), ("apple", "a"), ("PEAR", "p"), ("peac", "q")]
    )
    def test_by_number_or_name(self, answer: str, expected: str) -> None:
        """A number, a name, its beginning, or the default."""
        assert asker(answer)[0].choose("Fruit", FRUIT, "a") == expected

    @pytest.mark.parametrize("answer", ["0", "4", "pea", "banana", "-1", "99999999999"])
    def test_what_is_no_choice_is_asked_again(self, answer: str) -> None:
        """What is not there, or could be several, chooses nothing."""
        found, said = asker(answer, "2")
        assert found.choose("Fruit", FRUIT, "a") == "p"
        assert "There is no such choice. Type a number from 1 to 3." in said.getvalue()

    def test_every_option_has_its_number(self) -> None:
        """With its hint."""
        found, said = asker("1")
        found.choose("Fruit", FRUIT, "a")
        assert said.getvalue() == "Fruit\n1. Apple\n2. Pear: sweet\n3. Peach\nNumber [1]: \n"


@pytest.mark.parametrize(
    ("answer", "expected"), [("yes", True), ("YES", True), ("y", False), ("", False), ("1", False)]
)
def test_only_yes_confirms(answer: str, expected: bool) -> None:
    """An empty line, and anything else, is no."""
    assert asker(answer)[0].confirm("Delete?") is expected


def test_hidden_answers() -> None:
    """A hidden answer is taken like any other, and the line is ended, which a terminal without echo does not do."""
    found, said = asker("secret")
    assert found.hidden("Paste") == "secret"
    assert said.getvalue() == "Paste: \n\n"


def test_what_is_said_is_harmless() -> None:
    """Neither an escape sequence nor a bidi override reaches the terminal, also in a prompt."""
    found, said = asker("x")
    found.say("a\x1b]0;title\x07\u202e")
    found.ask("b\x1b[2J")
    assert "\x1b" not in said.getvalue()
    assert "\u202e" not in said.getvalue()


def test_a_line_on_its_own_stays_whole() -> None:
    """A token can be selected in one go."""
    found, said = asker(width=20)
    found.show("x" * 93)
    assert said.getvalue() == "x" * 93 + "\n"
