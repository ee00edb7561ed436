"""Clearing the clipboard once its time is over, by a process of its own: the command that copied has long ended.

It is told on standard input by which way the secret went, its hash, and the seconds: never the secret itself.
"""

import subprocess
import sys
import time
from collections.abc import Mapping

from pat_tui.services.clipboard import Channel, Clipboard


def clear_later(channel: Channel, secret_hash: bytes, seconds: int, environ: Mapping[str, str]) -> bool:
    """Start the process that clears the clipboard of CHANNEL after SECONDS, if it still holds the secret of that hash.

    ENVIRON says where the clipboards are. Returns whether the process could be started.
    """
    none = subprocess.DEVNULL
    words = [sys.executable, "-m", "pat_tui.services.clear_clipboard"]
    try:
        process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=none, stderr=none, env=environ, start_new_session=True
        )
        process.stdin.write(f"{channel.value} {secret_hash.hex()} {seconds}\n".encode())  # type: ignore[union-attr]
        process.stdin.close()  # type: ignore[union-attr]
    except OSError:
        return False
    process.returncode = 0  # nobody waits for it, and nobody shall complain about that
    return True


def main() -> None:
    """Read what to clear, wait, and clear it."""
    channel, secret_hash, seconds = sys.stdin.readline().split()
    clipboard = Clipboard(lambda sequence: None)
    clipboard.take_over(Channel(channel), bytes.fromhex(secret_hash))
    time.sleep(int(seconds))
    clipboard.clear()


if __name__ == "__main__":
    main()
