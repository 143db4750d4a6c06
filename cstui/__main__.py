"""`python -m cstui` is the same as the command `cstui`."""

from cstui.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
