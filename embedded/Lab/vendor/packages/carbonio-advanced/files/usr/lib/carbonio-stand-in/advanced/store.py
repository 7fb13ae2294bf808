"""The databases of the modules, and what is kept in them for all mailstores."""
import json
import urllib.error
import urllib.request

import psycopg2

ADDRESS, PORT = "127.78.0.8", 20000
TOKEN = "/etc/carbonio/advanced/service-discover/token"
# Where the mesh keeps the credentials of each database.
CREDENTIALS = {
    "core": "carbonio-mailbox-db", "abq": "carbonio-abq", "activesync": "carbonio-activesync", "auth": "carbonio-auth",
    "ha": "carbonio-ha", "powerstore": "carbonio-powerstore",
}
VERSION = 1


class CommandError(Exception):
    """What a command refuses, for the user to read."""


def _key(token, name):
    request = urllib.request.Request(f"http://127.0.0.1:8500/v1/kv/{name}?raw", headers={"X-Consul-Token": token})
    with urllib.request.urlopen(request, timeout=5) as answer:
        return answer.read().decode()


class Store:
    """Credentials are read once, at the start: a mailstore that started before they were made has to be started again."""

    def __init__(self):
        self._parameters = {}
        self.problem = None
        try:
            with open(TOKEN, encoding="utf-8") as file:
                token = file.read().strip()
            for name, prefix in CREDENTIALS.items():
                self._parameters[name] = {
                    "dbname": _key(token, f"{prefix}/db-name"), "user": _key(token, f"{prefix}/db-username"),
                    "password": _key(token, f"{prefix}/db-password"), "host": ADDRESS, "port": PORT, "connect_timeout": 3,
                }
        except (OSError, urllib.error.URLError) as error:
            self.problem = f"no credentials of the databases when this mailstore started: {error}"

    def check(self):
        """What keeps one of the databases from answering, or None. Makes the table by which bootstraps know that they are done."""
        if self.problem:
            return self.problem
        for name in CREDENTIALS:
            try:
                self.execute(name, "CREATE TABLE IF NOT EXISTS db_info (version integer NOT NULL)")
                self.execute(name, "INSERT INTO db_info SELECT %s WHERE NOT EXISTS (SELECT FROM db_info)", VERSION)
            except psycopg2.Error as error:
                return f"{name}: {str(error).strip()}"
        return None

    def execute(self, database, statement, *values):
        """Rows of one statement, or the number of rows changed. Mailstores make tables at the same time: one after the other."""
        if self.problem:
            raise CommandError(self.problem)
        connection = psycopg2.connect(**self._parameters[database])
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(1)")
                cursor.execute(statement, values)
                return cursor.fetchall() if cursor.description else cursor.rowcount
        finally:
            connection.close()

    def _documents(self):
        self.execute("core", "CREATE TABLE IF NOT EXISTS document (kind text, name text, content text NOT NULL, PRIMARY KEY (kind, name))")

    def get(self, kind, name):
        self._documents()
        rows = self.execute("core", "SELECT content FROM document WHERE kind = %s AND name = %s", kind, name)
        return json.loads(rows[0][0]) if rows else None

    def all(self, kind):
        self._documents()
        rows = self.execute("core", "SELECT name, content FROM document WHERE kind = %s ORDER BY name", kind)
        return {name: json.loads(content) for name, content in rows}

    def put(self, kind, name, content):
        self._documents()
        self.execute(
            "core", "INSERT INTO document VALUES (%s, %s, %s) ON CONFLICT (kind, name) DO UPDATE SET content = EXCLUDED.content",
            kind, name, json.dumps(content))
