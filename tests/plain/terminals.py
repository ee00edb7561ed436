"""The plain interface in a real terminal: the real program, driven line by line."""

import re
import time
from collections.abc import Mapping

from tests.e2e.interface import Home, Interface


class Conversation(Interface):
    """`pat-tui ARGUMENTS` where lines are typed and what is said in answer is waited for."""

    def __init__(
        self, home: Home, *arguments: str, environ: Mapping[str, str] | None = None, cols: int = 80, rows: int = 24
    ) -> None:
        super().__init__(home, *arguments, environ=environ, cols=cols, rows=rows)
        self.hear("Main menu", "Command: ")

    @property
    def said(self) -> str:
        """All that was said and typed so far, its lines joined where the program broke them."""
        text = self.raw.decode("utf-8", "replace").replace("\r\n", "\n")
        return text.replace("\n   ", " ")

    def hear(self, *texts: str, since: int = 0) -> None:
        """Wait until all TEXTS were said, after the first SINCE characters."""
        what = " and ".join(map(repr, texts))
        self.wait_until(lambda: all(text in self.said[since:] for text in texts), what)

    def tell(self, line: str, *texts: str) -> str:
        """Type LINE and Enter once it is asked for, wait until all TEXTS were said, and return what was said since."""
        since = self._asked()
        self.write(line + "\n")
        self.hear(*texts, since=since)
        return self.said[since:]

    def key(self, name: str, *texts: str) -> None:
        """Press the key NAME once an answer is asked for, and wait until all TEXTS were said after it.

        No person is as quick as to press Ctrl+C between the question and the reading of its answer, where the read
        would not be broken off: hence the pause.
        """
        since = self._asked()
        time.sleep(0.2)
        self.press(name)
        self.hear(*texts, since=since)

    def _asked(self) -> int:
        """Wait for a question; how many characters were said up to its end, which alone ends with a space."""
        self.wait_until(lambda: self.said.endswith(" "), "a question")
        return len(self.said)

    def leave(self) -> int:
        """Quit from a page, and the exit code."""
        self.write("quit\n")
        return self.exit_code()

    @property
    def is_plain(self) -> bool:
        """Whether no escape sequence, no carriage return within a line and no drawing was ever sent."""
        text = self.raw.decode("utf-8", "replace").replace("\r\n", "\n")
        return re.search("[\x1b\x9b\r\b\a\x0e\u2500-\u259f]", text) is None
