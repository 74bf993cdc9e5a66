"""``python -m embedded_aws --port P --node PATH``: serves until its parent is gone.

Prints one JSON line when ready. Exit status 3: the port is in use.
"""

import argparse
import errno
import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

EXIT_PORT_IN_USE = 3


def _tell(**fields: Any) -> None:
    print(json.dumps(fields), flush=True)


def _listen_for_end() -> threading.Event:
    """Set by SIGTERM, SIGINT, or the end of standard input: the parent died."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())

    def watch_parent() -> None:
        while os.read(0, 4096):
            pass
        ended.set()

    threading.Thread(target=watch_parent, daemon=True).start()
    return ended


def main() -> int:
    parser = argparse.ArgumentParser(prog="embedded_aws", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--node", default="node", help="runs Node.js functions")
    parser.add_argument(
        "--function-environment",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="what every function finds in its environment, such as shorter pauses",
    )
    parser.add_argument(
        "--managed-rules",
        type=Path,
        metavar="FILE",
        help="JSON file whose identifiers are managed rules of AWS Config, besides moto's",
    )
    options = parser.parse_args()
    ended = _listen_for_end()

    from embedded_aws import server

    try:
        running = server.start(options.port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        _tell(ready=False, error=f"port {options.port} is in use")
        return EXIT_PORT_IN_USE
    from embedded_aws import warm_up
    from embedded_aws.lambda_runtime import process, sandboxes

    process.use_node(options.node)
    if options.managed_rules:
        from embedded_aws.services.config import managed_rules

        managed_rules.read(options.managed_rules)
    pairs = (pair.partition("=") for pair in options.function_environment)
    process.shared_environment.update({name: value for name, _, value in pairs})
    _tell(ready=True, port=running.port, pid=os.getpid())
    warm_up.in_background()
    ended.wait()
    sandboxes.end_all()
    # Not a return: threads that wait for a function must not keep us.
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
