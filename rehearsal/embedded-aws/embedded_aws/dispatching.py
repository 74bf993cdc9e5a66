"""Remembers which back end serves a host, which moto finds out anew for each call.

It looks through its own directory and a hundred patterns, and lets nobody else in
meanwhile: a millisecond of the two to five that a call takes. There are as many
hosts as services and regions.
"""

import functools
from typing import Any


def install() -> None:
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication

    original = DomainDispatcherApplication.get_backend_for_host

    @functools.cache
    def get_backend_for_host(self: DomainDispatcherApplication, host: str | None) -> Any:
        return original(self, host)

    DomainDispatcherApplication.get_backend_for_host = get_backend_for_host  # type: ignore[method-assign]
