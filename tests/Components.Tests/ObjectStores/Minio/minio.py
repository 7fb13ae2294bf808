#!/usr/bin/python3
"""Takes the arguments and the environment that MinIO's server takes, and answers that it lives. Version 1."""
import http.server
import json
import os
import ssl
import sys

assert sys.argv[1] == "server", sys.argv
folder = sys.argv[sys.argv.index("--certs-dir") + 1]
port = int(sys.argv[sys.argv.index("--address") + 1].lstrip(":"))
data = sys.argv[-1]
credentials = open(os.environ["MINIO_CONFIG_ENV_FILE"]).read()
with open(f"{data}/seen", "w") as seen:
    json.dump({"arguments": sys.argv[1:], "environment": dict(os.environ), "credentials": credentials, "user": os.getuid()}, seen)


class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/minio/health/live" else 404)
        self.end_headers()

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("", port), Health)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(f"{folder}/public.crt", f"{folder}/private.key")
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
