"""Work that waits for the store, which another program may hold: in a thread, so that the page goes on living."""

from collections.abc import Callable
from typing import Any, TypeVar

from textual.dom import DOMNode

from pat_tui.domain.errors import PatTuiError

ResultT = TypeVar("ResultT")


def in_a_thread(
    node: DOMNode,
    work: Callable[[], ResultT],
    then: Callable[[ResultT], object],
    refused: Callable[[PatTuiError], object],
    *,
    name: str,
) -> None:
    """Do WORK in a thread of NODE; go on with its result in THEN, or in REFUSED with what speaks against it.

    Both are called outside the thread, also when NODE is no longer on the screen. NAME is the worker's.
    """
    app = node.app

    def run() -> None:
        try:
            result = work()
        except PatTuiError as error:
            app.call_from_thread(refused, error)
        else:
            app.call_from_thread(then, result)

    node.run_worker(run, name=name, group=name, thread=True)


class OneAtATime:
    """`in_a_thread` for a page or a dialog on which a second press of a key, while work goes on, is none."""

    def __init__(self, node: DOMNode, name: str) -> None:
        """For NODE, whose workers are called NAME."""
        self._node = node
        self._name = name
        self.is_busy = False
        """Whether work goes on."""

    def start(
        self,
        work: Callable[[], ResultT],
        then: Callable[[ResultT], object],
        refused: Callable[[PatTuiError], object],
    ) -> bool:
        """Start WORK, unless some goes on already. Returns whether it did."""
        if self.is_busy:
            return False
        self.is_busy = True

        def end(go_on: Callable[[Any], object], what: Any) -> None:
            self.is_busy = False
            go_on(what)

        in_a_thread(
            self._node, work, lambda result: end(then, result), lambda error: end(refused, error), name=self._name
        )
        return True
