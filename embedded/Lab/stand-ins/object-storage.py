"""object-storage.py FOLDER BUCKET USER PORT: OpenStack Swift with its S3 API in one process, over TLS.

FOLDER has the services' configurations, the certificate (server.pem) and the data (data/store). USER, ACCOUNT:NAME as the S3 API calls
it, may read and write BUCKET, whose owner nobody can log in as.
"""
import sys

import eventlet

eventlet.monkey_patch()

import eventlet.wsgi  # noqa: E402  after the patch, like all that opens sockets
from swift.common import utils, wsgi  # noqa: E402
from swift.common.ring import RingBuilder  # noqa: E402

FOLDER, BUCKET, USER, PORT = sys.argv[1:5]
LOOPBACK = "127.0.0.1"
BACKENDS = {"account": 6202, "container": 6201, "object": 6200}
# Parts of unfinished uploads go where the S3 API looks for them; their user may not make containers.
CONTAINERS = [BUCKET, f"{BUCKET}+segments"]


class NoCache:
    """Stands for memcached: finds nothing and forgets everything."""

    def __getattr__(self, name):
        return lambda *arguments, **named: None


def make_ring(kind, port):
    builder = RingBuilder(1, 1, 0)
    builder.add_dev({"id": 0, "region": 1, "zone": 1, "weight": 1.0, "device": "store", "meta": "",
                     "ip": LOOPBACK, "port": port, "replication_ip": LOOPBACK, "replication_port": port})
    builder.rebalance()
    builder.get_ring().save(f"{FOLDER}/{kind}.ring.gz")


def serve(socket, app):
    eventlet.wsgi.server(socket, app, log_output=False)


def proxy():
    app = wsgi.loadapp(f"{FOLDER}/proxy.conf")

    def with_cache(environment, start):
        environment["swift.cache"] = NoCache()
        return app(environment, start)

    return with_cache


def make_containers(app):
    for container in CONTAINERS:
        request = wsgi.make_pre_authed_request(
            {}, "PUT", f"/v1/AUTH_{USER.split(':')[0]}/{container}", headers={"X-Container-Read": USER, "X-Container-Write": USER})
        request.environ["swift_owner"] = True
        response = request.get_response(app)
        if not response.is_success:
            sys.exit(f"expected the container {container} to be made, found {response.status}")


def main():
    utils.SWIFT_CONF_FILE = f"{FOLDER}/swift.conf"
    for kind, port in BACKENDS.items():
        make_ring(kind, port)
        eventlet.spawn(serve, eventlet.listen((LOOPBACK, port), backlog=128), wsgi.loadapp(f"{FOLDER}/{kind}.conf"))
    app = proxy()
    make_containers(app)
    # Without a handshake in accept(), a client that says nothing holds up nobody else.
    serve(eventlet.wrap_ssl(eventlet.listen(("0.0.0.0", int(PORT)), backlog=128), certfile=f"{FOLDER}/server.pem", server_side=True,
                            do_handshake_on_connect=False), app)


main()
