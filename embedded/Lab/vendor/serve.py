"""serve.py ADDRESS PORT FOLDER CERTIFICATE KEY: a folder over https."""
import functools
import http.server
import socketserver
import ssl
import sys

address, port, folder, certificate, key = sys.argv[1:]


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # apt asks for many files over one connection
    timeout = 60

    def handle(self):
        # Here and not on the listener: one client that is slow to greet would hold up all others.
        self.request = context.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.request.makefile("rb"), socketserver._SocketWriter(self.request)
        super().handle()

    def log_message(self, format, *arguments):
        if arguments and str(arguments[-2] if len(arguments) > 1 else "").startswith(("4", "5")):
            super().log_message(format, *arguments)


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True

    def handle_error(self, request, client_address):
        print(f"{client_address[0]}: {sys.exc_info()[1]}", file=sys.stderr, flush=True)


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
Server((address, int(port)), functools.partial(Handler, directory=folder)).serve_forever()
