"""What users are told by mail: which notice is due when, subjects, and texts."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pat_tui.domain.notices import Notice, NoticeKind, due_expiry, subject, text
from pat_tui.domain.secrets import TokenKind
from tests.worlds import NOW

END = NOW + timedelta(days=30)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
CREATED = Notice(NoticeKind.CREATED, TokenKind.FINE_GRAINED, 7, "ci deploy", NOW, END, "acme")
DENIED = replace(CREATED, kind=NoticeKind.DENIED, actor="hubot", reason="Ask for less.\nOne repository.")


class TestDue:
    @pytest.mark.parametrize(
        ("before_end", "kind"),
        [
            (30 * DAY, None),
            (7 * DAY + SECOND, None),
            (7 * DAY, NoticeKind.EXPIRES_IN_7_DAYS),
            (DAY + SECOND, NoticeKind.EXPIRES_IN_7_DAYS),
            (DAY, NoticeKind.EXPIRES_IN_1_DAY),
            (SECOND, NoticeKind.EXPIRES_IN_1_DAY),
            (timedelta(0), None),
            (-SECOND, None),
        ],
    )
    def test_by_the_time_that_is_left(self, before_end: timedelta, kind: NoticeKind | None) -> None:
        """Within seven days the first, within one day the second, after the end none."""
        assert due_expiry(NOW, END, END - before_end) is kind

    @pytest.mark.parametrize(("days", "kind"), [(7, NoticeKind.EXPIRES_IN_1_DAY), (1, None)])
    def test_not_when_the_end_was_chosen_that_near(self, days: int, kind: NoticeKind | None) -> None:
        """Who makes a token for seven days is not told at once that it ends in seven days."""
        end = NOW + days * DAY
        assert due_expiry(NOW, end, NOW) is None
        assert due_expiry(NOW, end, end - SECOND) is kind

    @given(st.integers(0, 400 * 86400), st.integers(-86400, 400 * 86400))
    def test_only_before_the_end_and_within_seven_days(self, lifetime: int, later: int) -> None:
        """Whatever the lifetime, nothing is due after the end or earlier than seven days before it."""
        end, now = NOW + timedelta(seconds=lifetime), NOW + timedelta(seconds=later)
        if due_expiry(NOW, end, now) is not None:
            assert now < end <= now + 7 * DAY


class TestSubject:
    def test_is_githubs_under_our_own_name(self) -> None:
        """No subject claims to come from GitHub."""
        assert subject(CREATED) == "[pat-tui] A fine-grained personal access token has been added to your account"
        near = replace(CREATED, kind=NoticeKind.EXPIRES_IN_1_DAY, token_kind=TokenKind.CLASSIC)
        assert subject(near) == "[pat-tui] Your personal access token (classic) is about to expire"

    @pytest.mark.parametrize("kind", NoticeKind)
    @pytest.mark.parametrize("token_kind", TokenKind)
    def test_holds_nothing_that_a_user_wrote(self, kind: NoticeKind, token_kind: TokenKind) -> None:
        """Name, owner and reason are not in it, so that no text can lead the reader astray from a list of mails."""
        notice = replace(DENIED, kind=kind, token_kind=token_kind)
        assert subject(notice).startswith("[pat-tui] ")
        assert not [part for part in ("ci deploy", "acme", "hubot", "Ask for") if part in subject(notice)]
        assert "GitHub" not in subject(notice) + text(notice, "mona", None)


class TestText:
    def test_of_a_new_token(self) -> None:
        """Which token, whose resources, when it was made and when it ends, in local time and in UTC."""
        told = text(CREATED, "mona", ZoneInfo("Europe/Berlin"))
        assert told == (
            "Hello @mona,\n"
            "\n"
            "A personal access token has been added to your account.\n"
            "\n"
            "  Fine-grained token: ci deploy\n"
            "  Resource owner: acme\n"
            "  Created: 2026-01-15 13:00 CET (12:00 UTC)\n"
            "  Expires: 2026-02-14 13:00 CET (12:00 UTC)\n"
            "\n"
            "If it was not you, delete the token at once: whoever has it can use it.\n"
            "\n"
            "This mail comes from pat-tui. It never holds a token's secret.\n"
        )

    def test_of_a_token_without_an_end(self) -> None:
        """It says so."""
        assert "  This token has no expiration date\n" in text(replace(CREATED, expires_at=None), "mona", None)

    def test_of_a_denial(self) -> None:
        """Who denied it, and the reason in the lines that it was given in."""
        told = text(DENIED, "mona", None)
        assert "@hubot denied your token access to acme. It reads public things only." in told
        assert "The reason given:\n\n  Ask for less.\n  One repository.\n" in told

    def test_of_a_classic_token(self) -> None:
        """It has no resource owner."""
        told = text(replace(CREATED, token_kind=TokenKind.CLASSIC, owner=""), "mona", None)
        assert "  Token (classic): ci deploy\n  Created:" in told

    @pytest.mark.parametrize("kind", NoticeKind)
    def test_is_free_of_what_a_terminal_obeys(self, kind: NoticeKind) -> None:
        """What users wrote is made harmless: no escape sequence, no turned-around line, no line of its own."""
        evil = "a\x1b[31m\nBcc: x@y\N{RIGHT-TO-LEFT OVERRIDE}"
        told = text(replace(DENIED, kind=kind, token_name=evil, owner=evil, actor=evil, reason=evil), evil, None)
        assert "\x1b" not in told
        assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in told
        assert not [line for line in told.splitlines() if line.startswith("Bcc")]
