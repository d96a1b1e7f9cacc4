"""The console script `saath`."""

import os
import sys

from saath.runtime.django import prepare

SHOW_VARIABLE = "SAATH_TRACEBACK"


def main() -> None:
    """Run one command and leave with its exit code."""
    prepare()
    from saath.runtime.doors import run_command  # noqa: PLC0415  (models need Django)

    try:
        code = run_command()
    except Exception as defect:  # an operator gets a sentence; who mends it asks for more
        if os.environ.get(SHOW_VARIABLE):
            raise
        sys.stderr.write(
            f"saath: unexpected error ({type(defect).__name__}). This is a defect of Saath: "
            f"run it again with {SHOW_VARIABLE}=1 to see where, and report that.\n"
        )
        code = 1
    sys.exit(code)


if __name__ == "__main__":
    main()
