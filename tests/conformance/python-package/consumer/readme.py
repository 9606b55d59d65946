"""The blocks of the package's README: type-checked, run, and sent real requests."""

import asyncio
import contextlib
import http.client
import importlib
import logging
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from consumer import checkers
from consumer.project import CREDENTIAL, INDEX, PROJECT, SITE, body, package

SETTINGS = {
    "VOXIMPLANT_ACCOUNT_ID": str(INDEX["credential"]["account_id"]),
    "VOXIMPLANT_SALT": INDEX["credential"]["salt"],
    "VOXIMPLANT_API_KEY": INDEX["credential"]["api_key"],
}


def its_lines_pass_and_run() -> str:
    if said := checkers.readme_is_clean():
        return said
    importlib.import_module("in_tests").test_a_payment_is_received()
    return ""


def _requests() -> Iterator[tuple[str, bytes, int]]:
    """A request, and the status that Rust's `web` module has for it."""
    for sample in INDEX["samples"]:
        sent = body(sample["file"])
        [outcome] = package.receive(sent, CREDENTIAL)
        status = 403 if isinstance(outcome, package.Refused) else 200
        yield sample["file"], sent, 409 if sample.get("guard") == "conflict" else status
    yield "a copy", body("card_payment/valid.json"), 200
    yield "a conflict", body("card_payment/valid.json").replace(b"10.50", b"99999.00"), 409
    yield "nothing", b"", 400
    yield "no JSON", b"{", 400
    yield "no callbacks", b"[]", 400
    yield "no UTF-8", b"\xff", 400
    yield "too large a body", b" " * (2 * 1024 * 1024), 413


TYPES = ["application/json", "text/plain; charset=latin1", "application/x-www-form-urlencoded", None]


def _differences(port: int) -> str:
    """Sends every request, with one content type after the other; gives what is not answered as it must."""
    wrong: list[str] = []
    for turn, (name, sent, expected) in enumerate(_requests()):
        kind = TYPES[turn % len(TYPES)]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("POST", "/callbacks", sent, {"Content-Type": kind} if kind else {})
        response = connection.getresponse()
        text = response.read()
        connection.close()
        is_plain = response.status == 413 or response.headers.get_content_type() == "text/plain"
        if response.status != expected or not is_plain:
            wrong.append(f"{name} as {kind}: {response.status} {text[:40]!r}")
    return "; ".join(wrong)


@contextmanager
def _quietly() -> Iterator[None]:
    """Without what handlers and frameworks print, and with the settings."""
    os.environ.update(SETTINGS)
    logging.disable()
    try:
        with contextlib.redirect_stdout(open(os.devnull, "w")):
            yield
    finally:
        logging.disable(logging.NOTSET)


def _waits_for_more(port: int) -> str:
    """Whether a body over the limit, of a sender who never ends, is kept and waited for."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(b"POST /callbacks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(17):
            connection.sendall(b"10000\r\n" + b" " * 65536 + b"\r\n")
        try:
            status = connection.recv(64)
        except TimeoutError:
            return "a body without end is waited for"
        return "" if b" 413 " in status else f"a body without end: {status!r}"


def fastapi_answers() -> str:
    import uvicorn

    with _quietly():
        app = importlib.import_module("with_fastapi").app
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical"))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
        thread.start()
        try:
            while not server.started:
                thread.join(0.01)
                if not thread.is_alive():
                    return "the server does not start"
            [listening] = server.servers[0].sockets
            port = listening.getsockname()[1]
            return _differences(port) or _waits_for_more(port)
        finally:
            server.should_exit = True
            thread.join()


def flask_answers() -> str:
    from werkzeug.serving import make_server

    with _quietly():
        app = importlib.import_module("with_flask").app
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            return _differences(server.server_port)
        finally:
            server.shutdown()
            thread.join()


def a_missing_setting_stops_the_start() -> str:
    for name in SETTINGS:
        for value in (None, "", "secret\n"):
            settings = {**os.environ, **SETTINGS, "PYTHONPATH": f"{SITE}{os.pathsep}{PROJECT}"}
            del settings[name]
            if value is not None:
                settings[name] = value
            started = subprocess.run(
                [sys.executable, "-c", "import with_flask"], cwd=PROJECT, env=settings, capture_output=True
            )
            if started.returncode == 0:
                return f"it starts with {name} {value!r}"
    return ""
