"""Token secrets: their format, what is recognised without a look-up, and that they show themselves to nobody."""

import copy
import hashlib
import io
import pickle
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.pretty import pretty_repr

from pat_tui.domain.secrets import (
    ALPHABET,
    CHECKSUM_LENGTH,
    PREFIXES,
    Secret,
    SecretGone,
    TokenKind,
    base62,
    checksum,
    generate,
    hash_of,
    hint_of,
    recognise,
)
from pat_tui.services.clock import system_random
from tests.worlds import seeded_random

KINDS = st.sampled_from(TokenKind)
SEEDS = st.integers(0, 2**32)


def made(kind: TokenKind = TokenKind.FINE_GRAINED, seed: int = 0) -> str:
    """A token of KIND, as text."""
    return generate(kind, seeded_random(seed)).reveal()


class TestFormat:
    def test_checksum_of_the_published_sample(self) -> None:
        """The one sample whose checksum is public gives that checksum."""
        assert checksum("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ") == "0mLq17"

    @pytest.mark.parametrize(("number", "text"), [(0, "000000"), (61, "00000z"), (62, "000010"), (2**32 - 1, "4gfFC3")])
    def test_base62_is_padded_on_the_left(self, number: int, text: str) -> None:
        """Digits, capitals, small letters, in that order, six wide; the largest CRC-32 fits."""
        assert base62(number, CHECKSUM_LENGTH) == text

    def test_fine_grained(self) -> None:
        """A fine-grained token is our prefix, 22 characters, `_`, and 59."""
        assert re.fullmatch(r"pattui_pat_[0-9A-Za-z]{22}_[0-9A-Za-z]{59}", made())

    def test_classic(self) -> None:
        """A classic token is our prefix and 36 characters."""
        assert re.fullmatch(r"ptp_[0-9A-Za-z]{36}", made(TokenKind.CLASSIC))

    def test_checksum_of_a_fine_grained_token_covers_the_inner_underscore(self) -> None:
        """The last six characters are the checksum of everything between the prefix and them."""
        body = made().removeprefix("pattui_pat_")
        assert body[-6:] == checksum(body[:-6])
        assert "_" in body[:-6]

    def test_checksum_of_a_classic_token_leaves_the_prefix_out(self) -> None:
        """The last six characters are the checksum of the thirty before them."""
        text = made(TokenKind.CLASSIC)
        assert text[-6:] == checksum(text[4:34])

    def test_system_random_draws_from_the_whole_alphabet(self) -> None:
        """Long enough a draw holds each of the 62 characters, and nothing else; two draws differ."""
        drawn = system_random(10_000)
        assert len(drawn) == 10_000
        assert set(drawn) == set(ALPHABET)
        assert system_random(22) != system_random(22)


class TestRecognise:
    @given(kind=KINDS, seed=SEEDS)
    def test_knows_what_was_generated(self, kind: TokenKind, seed: int) -> None:
        """Every generated token is recognised as its kind."""
        assert recognise(made(kind, seed)) is kind

    @given(kind=KINDS, seed=SEEDS)
    def test_knows_githubs_prefixes_too(self, kind: TokenKind, seed: int) -> None:
        """The same body under GitHub's own prefix is recognised as well."""
        ours, githubs = PREFIXES[kind]
        assert recognise(githubs + made(kind, seed).removeprefix(ours)) is kind

    @given(kind=KINDS, seed=SEEDS, data=st.data())
    def test_one_wrong_character_is_always_noticed(self, kind: TokenKind, seed: int, data: st.DataObject) -> None:
        """A token with any one character replaced by any other is not recognised."""
        text = made(kind, seed)
        place = data.draw(st.integers(0, len(text) - 1))
        other = data.draw(st.sampled_from(ALPHABET + "_- \n\N{CYRILLIC SMALL LETTER A}").filter(text[place].__ne__))
        assert recognise(text[:place] + other + text[place + 1 :]) is None

    @given(kind=KINDS, seed=SEEDS, data=st.data())
    def test_swapped_neighbours_are_noticed(self, kind: TokenKind, seed: int, data: st.DataObject) -> None:
        """A token with two different neighbours exchanged is not recognised."""
        text = made(kind, seed)
        places = [place for place in range(len(text) - 1) if text[place] != text[place + 1]]
        at = data.draw(st.sampled_from(places))
        assert recognise(text[:at] + text[at + 1] + text[at] + text[at + 2 :]) is None

    @given(kind=KINDS, seed=SEEDS, size=st.integers(0, 92))
    def test_a_part_is_nothing(self, kind: TokenKind, seed: int, size: int) -> None:
        """No beginning of a token is a token."""
        text = made(kind, seed)
        assert recognise(text[: min(size, len(text) - 1)]) is None

    @pytest.mark.parametrize("around", ["{} ", " {}", "{}\n", "x{}", "{}x", "{}{}"])
    def test_nothing_may_stand_around_it(self, around: str) -> None:
        """Spaces, line ends and doubles make it no token; who pastes strips them first."""
        assert recognise(around.replace("{}", made())) is None

    @pytest.mark.parametrize("text", ["", "hello", "0" * 40, "gho_" + "A" * 36, "ptp_" + "\N{DIGIT ONE}" * 36, "ptp_é"])
    def test_other_strings_are_nothing(self, text: str) -> None:
        """Empty text, old hexadecimal tokens and other prefixes are not recognised."""
        assert recognise(text) is None


@dataclass(frozen=True)
class _Holder:
    secret: Secret


class TestSecret:
    def test_reveals_the_text(self) -> None:
        """`reveal` is the one way to the text."""
        assert Secret("plain").reveal() == "plain"

    @pytest.mark.parametrize(
        "show",
        [repr, str, ascii, pretty_repr, "{}".format, "{!r}".format, "{!s:>40}".format, lambda it: f"{it!s} {it!r}"],
    )
    @pytest.mark.parametrize("wrap", [lambda secret: secret, _Holder, lambda secret: {"secret": [secret]}])
    def test_every_way_to_print_it_is_masked(
        self, show: Callable[[object], str], wrap: Callable[[Secret], object]
    ) -> None:
        """No way to turn a secret, or what holds it, into text shows it."""
        shown = show(wrap(Secret(made())))
        assert made()[-8:] not in shown
        assert "***" in shown

    def test_a_format_with_a_width_is_masked(self) -> None:
        """A format specification pads the mask."""
        assert f"{Secret(made()):>12}" == " Secret(***)"

    def test_rich_masks_it(self) -> None:
        """Rich, which draws tracebacks and logs, prints the mask."""
        out = io.StringIO()
        Console(file=out, width=200).print(Secret(made()), _Holder(Secret(made())), {"secret": Secret(made())})
        assert made()[-8:] not in out.getvalue()
        assert out.getvalue().count("***") == 3

    @pytest.mark.parametrize(
        "duplicate",
        [pickle.dumps, copy.copy, copy.deepcopy, lambda it: asdict(_Holder(it)), lambda it: pickle.dumps([it], 0)],
    )
    def test_cannot_be_duplicated(self, duplicate: Callable[[Secret], object]) -> None:
        """Copying or serialising, which would leave what `wipe` cannot reach, is refused without telling the text."""
        with pytest.raises(TypeError, match="never serialised") as caught:
            duplicate(Secret(made()))
        assert made() not in str(caught.value)

    def test_has_no_other_door(self) -> None:
        """There is no `__dict__`, and equality looks at the object, not at the text."""
        assert not hasattr(Secret("plain"), "__dict__")
        assert Secret("plain") != Secret("plain")

    def test_wiped_is_gone_for_every_holder(self) -> None:
        """After `wipe` every reference raises; wiping twice is fine; the mask still shows."""
        secret = Secret(made())
        holder = _Holder(secret)
        secret.wipe()
        secret.wipe()
        assert secret.is_wiped
        with pytest.raises(SecretGone):
            holder.secret.reveal()
        assert repr(secret) == "Secret(***)"

    def test_hash_is_the_sha256_of_the_whole_token(self) -> None:
        """32 bytes: SHA-256 over prefix and all."""
        secret = Secret(made())
        assert hash_of(secret) == hashlib.sha256(made().encode()).digest()

    def test_hint_is_the_last_eight_characters(self) -> None:
        """People tell tokens apart by their end."""
        assert hint_of(Secret(made())) == made()[-8:]
