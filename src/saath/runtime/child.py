"""The entry of a child process: `python -m saath.runtime.child ROLE LEASH FOLDER [HOST PORT]`.

Started by `supervision` only. It ends itself when its parent is gone.
"""

import os
import signal
import sys
import threading
from pathlib import Path
from typing import NoReturn

from saath.runtime.django import configure, prepare
from saath.runtime.folder import URL_VARIABLE, open_folder
from saath.runtime.logs import set_up_logs
from saath.runtime.memory import importing


def main(arguments: list[str]) -> NoReturn:
    """Run one role until told to stop."""
    role, leash, path, *where = arguments
    threading.Thread(target=_end_with_parent, args=(int(leash),), daemon=True).start()
    set_up_logs()
    with importing():
        prepare()
        from saath.runtime import processes  # noqa: PLC0415  (models need Django)
        from saath.runtime.serving import leave  # noqa: PLC0415  (as above)

    folder = configure(open_folder(Path(path), os.environ.get(URL_VARIABLE, "")))
    if role == "work":
        leave(processes.work(folder))
    host, port = where
    leave(processes.serve(folder, host, int(port), True))  # noqa: FBT003  (a door's shape)


def _end_with_parent(leash: int) -> None:
    """Nobody ever writes: reading returns when the last holder of the other end is gone."""
    os.read(leash, 1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main(sys.argv[1:])
