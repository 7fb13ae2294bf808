#!/usr/bin/python3 -B
"""The Advanced modules of a mailstore on 8742: what the CLI `carbonio core|config|powerstore|MailReplica` asks.

Runs as zextras. POST /cli takes {"arguments": [...], "json": bool}; the answer's first line is the exit code.
"""
import http.server
import json

import configuration
import core
import ldap
import powerstore
import psycopg2
import replica
from carbonio_stand_in import localconfig
from store import CommandError, Store

MODULES = {
    "core": core.COMMANDS, "config": configuration.COMMANDS, "powerstore": powerstore.COMMANDS, "MailReplica": replica.COMMANDS,
    "ha": replica.COMMANDS,
}


class Context:
    def __init__(self):
        self.store = Store()
        self.server = localconfig.read()["zimbra_server_hostname"]
        self.replica_running = False

    def modules(self):
        healthy = self.store.check() is None
        return {"core": healthy, "powerstore": healthy, "MailReplica": healthy and self.replica_running}


def text(value, depth=1):
    """As the CLI prints: a name, a value, a level per tab."""
    tabs = "\t" * depth
    if isinstance(value, dict):
        return "".join(
            f"{tabs}{name}\n{text(item, depth + 1)}" if isinstance(item, (dict, list)) and item else f"{tabs}{name:<40}{scalar(item)}\n"
            for name, item in value.items())
    if isinstance(value, list):
        return "\n".join(text(item, depth) for item in value)
    return f"{tabs}{scalar(value)}\n"


def scalar(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def run(context, arguments, as_json):
    """Exit code and output of one command."""
    try:
        module, *rest = arguments
        command = MODULES[module].get(rest[0]) if rest else None
        if command is None:
            raise CommandError(f"unknown command; known: {' '.join(MODULES[module])}")
        result = command(context, rest[1:])
        return 0, json.dumps({"response": result, "ok": True}) + "\n" if as_json else text(result)
    except (CommandError, psycopg2.Error, ldap.LDAPError, OSError, ValueError) as error:
        message = str(error).strip()
        return 1, json.dumps({"error": message, "ok": False}) + "\n" if as_json else f"Command failed: {message}\n"


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self, status, body):
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        problem = self.server.context.store.check()
        self.answer(503 if problem else 200, problem or "")

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        code, output = run(self.server.context, request["arguments"], request["json"])
        self.answer(200, f"{code}\n{output}")

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # health checks hang up without a word


def main():
    server = Server(("0.0.0.0", 8742), Handler)
    server.context = Context()
    if server.context.store.check() is None and server.context.store.get("config global", "brokers"):
        _, _ = run(server.context, ["MailReplica", "doStartService", "module"], False)
    server.serve_forever()


main()
