"""Serves the folder /run/downloads over TLS on 127.0.0.1:8443 and notes what was asked for in /run/downloaded. /to-http leads to a URL without TLS."""
import functools
import http.server
import ssl


class Downloads(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        with open("/run/downloaded", "a") as notes:
            notes.write(self.path + "\n")
        if self.path == "/to-http":
            self.send_response(302)
            self.send_header("Location", "http://downloads.example.com:8080/minio")
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 8443), functools.partial(Downloads, directory="/run/downloads"))
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("/run/downloads.pem")
server.socket = context.wrap_socket(server.socket, server_side=True)
open("/run/ready", "w").close()
server.serve_forever()
