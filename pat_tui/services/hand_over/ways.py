"""What each way to hand a secret over is made of."""

from pat_tui.services.hand_over.receiver import Receiver, Way


def receiver(way: Way, place: str, key: str, login: str) -> Receiver:
    """What takes a secret of the user called LOGIN by WAY: PLACE is a path, an address or a command, KEY a variable.

    Raises ValueError for the clipboard, which belongs to the face.
    """
    # Each brings imports of its own, which nobody pays for who does not use it.
    match way:
        case Way.OUTPUT:
            from pat_tui.services.hand_over.new_file import NewFile

            return NewFile(place)
        case Way.ENV_FILE:
            from pat_tui.services.hand_over.env_file import EnvFile

            return EnvFile(place, key)
        case Way.GIT_CREDENTIAL:
            from pat_tui.services.hand_over.git_credential import GitCredential

            return GitCredential(place, login)
        case Way.PIPE:
            from pat_tui.services.hand_over.pipe import Pipe

            return Pipe(place)
        case Way.CLIPBOARD:
            raise ValueError(way)
