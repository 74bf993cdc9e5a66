"""The HTTP server: moto's application on loopback, with our extensions installed."""

import logging
import os
import socket
import threading
from dataclasses import dataclass

from werkzeug.serving import BaseWSGIServer, make_server


@dataclass
class Server:
    """A running embedded AWS."""

    port: int
    _wsgi: BaseWSGIServer
    _thread: threading.Thread

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """Ends the function processes too."""
        from embedded_aws.lambda_runtime import sandboxes

        sandboxes.end_all()
        self._wsgi.shutdown()
        self._wsgi.server_close()
        self._thread.join()


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    listening.listen(512)
    return listening


def start(port: int = 0) -> Server:
    """Listens on 127.0.0.1; port 0 takes a free one.

    :raises OSError: EADDRINUSE when another process has the port.
    """
    # First, so that a busy port is reported before the seconds of importing.
    listening = _listen(port)
    port = listening.getsockname()[1]
    # moto decides by these, at import time and later, that it is a server.
    os.environ["MOTO_PORT"] = str(port)
    os.environ["TEST_SERVER_MODE"] = "true"
    # No host but loopback is served, so a bucket is never in its name: moto looks often.
    os.environ["S3_IGNORE_SUBDOMAIN_BUCKETNAME"] = "true"
    logging.getLogger("werkzeug").setLevel(logging.ERROR)

    from embedded_aws import api_models, ec2_catalogue

    # First, since moto reads models, and what EC2 sells, while it is imported.
    api_models.install()
    ec2_catalogue.install()
    from moto.server import DomainDispatcherApplication

    from embedded_aws import application, control, install, internal_errors
    from embedded_aws.empty_services.middleware import EmptyServices

    install.install()
    control.install()
    served = EmptyServices(DomainDispatcherApplication(internal_errors.create_app))
    wrapped = control.ControlMiddleware(served)
    application.set_application(wrapped)
    wsgi = make_server(
        "127.0.0.1",
        port,
        wrapped,
        threaded=True,
        fd=listening.fileno(),
    )
    listening.detach()
    thread = threading.Thread(target=wsgi.serve_forever, daemon=True)
    thread.start()
    return Server(port, wsgi, thread)
