"""`python -m pat_tui`."""

from pat_tui.main import main

if __name__ == "__main__":
    main()
