"""Remembers which back end serves a host, which moto finds out anew for each call.

It looks through its own directory and a hundred patterns, and serializes all others
meanwhile: a millisecond of the two to five that a call takes. There are as many
hosts as services and regions. A service without a back end is answered as NotImplemented.
"""

# mypy: disable-error-code="method-assign"

import functools
from typing import Any

from embedded_aws import absent_services

#: Services that moto takes for S3, since the names of their hosts begin like its own.
_TAKEN_FOR_S3 = ("s3-outposts.", "s3files.")


class NoBackend(Exception):
    """moto has no back end for the service."""


def _has(application: Any, host: str) -> bool:
    """Asked before moto is, which prints a line to standard output where it has none."""
    from moto.backends import list_of_moto_modules

    if host.startswith(_TAKEN_FOR_S3):
        return False
    if host == "moto_api" or host in list_of_moto_modules():
        return True
    return any(p.match(f"http://{host}") for _, p in application.backend_url_patterns)


def install() -> None:
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication

    original = DomainDispatcherApplication.get_backend_for_host
    find = DomainDispatcherApplication.get_application

    @functools.cache
    def get_backend_for_host(self: DomainDispatcherApplication, host: str | None) -> Any:
        return original(self, host) if host is None or _has(self, host) else None

    DomainDispatcherApplication.get_backend_for_host = get_backend_for_host

    def get_application(self: DomainDispatcherApplication, environ: dict[str, Any]) -> Any:
        try:
            return find(self, environ)
        except NoBackend:
            return absent_services.answer

    DomainDispatcherApplication.get_application = get_application

    infer = DomainDispatcherApplication.infer_service_region_host

    def infer_service_region_host(
        self: DomainDispatcherApplication, environ: dict[str, Any], path: str
    ) -> str | None:
        # moto asks the signature alone; a request without one names its service by the host.
        host = str(environ.get("HTTP_HOST", ""))
        named = host if host.endswith(".amazonaws.com") else None
        return infer(self, environ, path) or named

    DomainDispatcherApplication.infer_service_region_host = infer_service_region_host
