"""s3-server.py [FLAW]: the bucket 'mail' for the keys 'access' and 'secret', over TLS on 127.0.0.1:9443, from /run/server.pem."""
import hashlib
import hmac
import http.server
import ssl
import sys
import urllib.parse

FLAW = sys.argv[1] if len(sys.argv) > 1 else ""
objects = {}


class Bucket(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def refuse(self, code):
        self.answer(403, f"<Error><Code>{code}</Code></Error>".encode())

    def is_signed(self, body):
        fields = dict(part.strip().split("=", 1) for part in self.headers["Authorization"].split(" ", 1)[1].split(","))
        user, scope = fields["Credential"].split("/", 1)
        url = urllib.parse.urlsplit(self.path)
        query = "&".join(sorted(part if "=" in part else part + "=" for part in url.query.split("&") if part))
        names = fields["SignedHeaders"].split(";")
        request = "\n".join([self.command, url.path, query, *(f"{n}:{self.headers[n].strip()}" for n in names), "", ";".join(names),
                             hashlib.sha256(body).hexdigest()])
        text = "\n".join(["AWS4-HMAC-SHA256", self.headers["x-amz-date"], scope, hashlib.sha256(request.encode()).hexdigest()])
        key = b"AWS4secret"
        for part in scope.split("/") + [text]:
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        return user == "access" and key.hex() == fields["Signature"]

    def serve(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = urllib.parse.urlsplit(self.path).path
        if not self.is_signed(body):
            self.refuse("SignatureDoesNotMatch")
        elif path.split("/")[1] != "mail" or FLAW == self.command:
            self.refuse("AccessDenied")
        elif self.command == "PUT":
            objects[path] = body
            self.answer(200)
        elif self.command == "DELETE":
            del objects[path]
            open("/run/left", "w").write("\n".join(objects))
            self.answer(204)
        elif path == "/mail":
            self.answer(200, b"<ListBucketResult/>")
        else:
            self.answer(200, b"garbage" if FLAW == "garbage" else objects[path])

    do_GET = do_PUT = do_DELETE = serve

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 9443), Bucket)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("/run/server.pem")
server.socket = context.wrap_socket(server.socket, server_side=True)
open("/run/ready", "w").close()
server.serve_forever()
