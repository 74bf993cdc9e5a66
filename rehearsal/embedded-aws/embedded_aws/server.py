"""The HTTP server: moto's application on loopback, with our extensions installed."""

import logging
import os
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
        self._wsgi.shutdown()
        self._wsgi.server_close()
        self._thread.join()


def start(port: int = 0) -> Server:
    """Listens on 127.0.0.1; port 0 takes a free one.

    :raises OSError: EADDRINUSE when another process has the port.
    """
    # moto decides by these, at import time and later, that it is a server.
    os.environ["MOTO_PORT"] = str(port)
    os.environ["TEST_SERVER_MODE"] = "true"
    logging.getLogger("werkzeug").setLevel(logging.ERROR)

    from moto.server import DomainDispatcherApplication, create_backend_app

    from embedded_aws import install

    install.install()
    application = DomainDispatcherApplication(create_backend_app)
    from embedded_aws.control import ControlMiddleware

    wsgi = make_server(
        "127.0.0.1", port, ControlMiddleware(application), threaded=True
    )
    os.environ["MOTO_PORT"] = str(wsgi.server_port)
    thread = threading.Thread(target=wsgi.serve_forever, daemon=True)
    thread.start()
    return Server(wsgi.server_port, wsgi, thread)
