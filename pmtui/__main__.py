"""Starts the command line: `pmtui`, or `python -m pmtui`."""


def main() -> int:
    """Run the command line and return its exit code."""
    from pmtui.cli.main import run

    return run()


if __name__ == "__main__":
    raise SystemExit(main())
