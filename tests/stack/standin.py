"""A program with the words of ours: serves health on the ports it was given, migrates, loads, or misbehaves."""

import os
import signal
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread


class Health(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/health/ready" else 404)
        self.end_headers()

    def log_message(self, *_):
        pass


def ports(words):
    if words[0] == "rooms":
        return [port for name, port in os.environ.items() if name.endswith("_API_PORT")]
    if words[-1] in {"portal", "identity"}:
        return [os.environ[f"DESTEK_{words[-1].upper()}_API_PORT"]]
    if words[-1] == "api":
        return [os.environ[f"DESTEK_{words[0].upper()}_API_PORT"]]
    return [os.environ["DESTEK_HEALTH_PORT"]]


def serve(words):
    if os.environ.get("STANDIN_DEAF") == "yes":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for port in ports(words):
        server = ThreadingHTTPServer(("127.0.0.1", int(port)), Health)
        Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(f"serving {' '.join(words)}\n")
    sys.stdout.flush()
    while True:
        time.sleep(60)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["up", *words]:
            # The real `up`; apart, because what it imports would slow each stand-in.
            program = str(Path(__file__).with_name("standin_up.py"))
            os.execv(sys.executable, [sys.executable, program, *words])  # noqa: S606  one program becomes another
        case ["serve", *words]:
            serve(words)
        case [word, *_] if os.environ.get("STANDIN_SLOW") == word:
            time.sleep(600)
        case ["load", "demo"] if os.environ.get("STANDIN_DEMO") == "broken":
            sys.exit("no such cluster")
        case other:
            sys.stdout.write(f"did {' '.join(other)}\n")
