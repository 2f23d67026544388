"""`up` itself is the real one, over processes that are stand-ins."""

import sys
from pathlib import Path

from cli.stack.options import StackOptions
from cli.stack.running import foreground


def main(words):
    options = StackOptions(
        data=Path(words[words.index("--data") + 1]),
        ephemeral=True,
        demo="--no-demo" not in words,
        databases=("application",),
        command=(sys.executable, "-P", str(Path(__file__).with_name("standin.py"))),
    )
    return foreground(options)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
