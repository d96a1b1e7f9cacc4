"""The console script `saath`."""

import os
import sys

from saath.runtime.memory import importing

SHOW_VARIABLE = "SAATH_TRACEBACK"
# Known here by name: asking their group would load it for every other command as well.
WITHOUT_INSTALLATION = frozenset({"read-export", "assess", "sim"})


def main() -> None:
    """Run one command and leave with its exit code."""
    try:
        code = _run()
    except Exception as defect:  # an operator gets a sentence; who mends it asks for more
        if os.environ.get(SHOW_VARIABLE):
            raise
        sys.stderr.write(
            f"saath: unexpected error ({type(defect).__name__}). This is a defect of Saath: "
            f"run it again with {SHOW_VARIABLE}=1 to see where, and report that.\n"
        )
        code = 1
    sys.exit(code)


def _run() -> int:
    if WITHOUT_INSTALLATION.intersection(sys.argv[1:2]):
        from saath.cli.alone import run_alone  # noqa: PLC0415  (see above)
        from saath.cli.doors import Outside  # noqa: PLC0415  (the same)
        from saath.runtime.clock import now_ms  # noqa: PLC0415  (the same)

        return run_alone(given=Outside(now_ms))
    with importing():
        from saath.runtime.django import prepare  # noqa: PLC0415  (not needed by those)

        prepare()
        from saath.runtime.doors import run_command  # noqa: PLC0415  (models need Django)

    return run_command()


if __name__ == "__main__":
    main()
