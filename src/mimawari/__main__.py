"""``mimawari`` and ``python -m mimawari``: the command line.

Worker processes import the module that the program was started with. So this one imports nothing until it is called.
"""


def main() -> None:
    """The program."""
    from mimawari.faces.cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
