"""`service-discover`: makes a node a member of the mesh.

The order of its steps is the real one's, for what an interruption leaves decides how to go on: main.json, by which it knows that it has
run, comes first; the server's mark in the directory before the daemon; the archive with the credentials last.
"""
import argparse
import base64
import getpass
import glob
import json
import os
import pwd
import re
import secrets
import socket
import subprocess
import sys
import time

import ldap

from carbonio_stand_in import archive, directory, fault, localconfig

CONFIG = "/etc/zextras/service-discover"
HOME = "/var/lib/service-discover"
MAIN = CONFIG + "/main.json"
ARCHIVE = CONFIG + "/cluster-credentials.tar.gpg"
CA, CA_KEY = "consul-agent-ca.pem", "consul-agent-ca-key.pem"
CONSUL = "/usr/bin/consul"
DAYS = "-days=10950"


class SetupError(Exception):
    """What the command prints before it ends with 1."""


def main(role):
    parser = argparse.ArgumentParser(prog="service-discover")
    verbs = parser.add_subparsers(dest="verb", required=True)
    setup = verbs.add_parser("setup")
    setup.add_argument("address", nargs="?")
    setup.add_argument("--password")
    setup.add_argument("--first-instance", action="store_true")
    wizard = verbs.add_parser("setup-wizard")
    if role == "server":
        wizard.add_argument("--first-instance", action="store_true")
    token = verbs.add_parser("bootstrap-token")
    token.add_argument("--password")
    token.add_argument("--setup", action="store_true")
    options = parser.parse_args()
    try:
        if options.verb == "bootstrap-token":
            print(bootstrap_token(options))
        else:
            run_setup(role, options)
    except SetupError as error:
        sys.exit(f"service-discover: error: {error}")
    except ldap.LDAPError as error:
        sys.exit(f"service-discover: error: unable to connect to ldap: {error.args[0].get('desc', error)}")
    except subprocess.CalledProcessError as error:
        sys.exit(f"service-discover: error: {' '.join(error.cmd[:4])}: {(error.stderr or b'').decode().strip()}")


def bootstrap_token(options):
    if options.setup and os.environ.get("SETUP_CONSUL_TOKEN"):
        return os.environ["SETUP_CONSUL_TOKEN"]
    password = options.password or (getpass.getpass("Insert the cluster credential password: ") if os.isatty(0) else sys.stdin.readline().rstrip("\n"))
    return json.loads(unpacked(password)["consul-acl-secret.json"])["SecretID"]


def unpacked(password):
    try:
        with open(ARCHIVE, "rb") as file:
            return archive.decrypt(file.read(), password)
    except FileNotFoundError:
        raise SetupError(f"cannot find Cluster credential in {ARCHIVE}, please copy the file from the existing server or upload it to LDAP") from None
    except archive.WrongPassword:
        raise SetupError(f"unable to open {ARCHIVE}: wrong password") from None


def run_setup(role, options):
    # Quirk: also where nothing is asked.
    if not os.isatty(0):
        raise SetupError("the provided file descriptor (0) is not a terminal")
    if os.geteuid() != 0:
        raise SetupError("this command must be executed as root")
    if os.path.exists(MAIN):
        raise SetupError("setup of service-discover already performed, manually reset and try again")
    first = role == "server" and (options.first_instance or seems_first())
    if options.verb == "setup-wizard":
        ask(options, role, first)
    if not options.address or not options.password:
        raise SetupError("missing arguments")
    node = Node(role, options.address, options.password)
    if first:
        node.first_setup()
    else:
        node.join()


def ask(options, role, first):
    if role == "server":
        print(f"Setup of {'first' if first else 'secondary'} service-discover server instance")
    options.address = input("Specify the binding address for service discovery: ")
    if not first:
        options.password = getpass.getpass("Insert the cluster credential password: ")
        return
    options.password = getpass.getpass("Create the cluster credentials password (will be used for setups): ")
    if getpass.getpass("Type the credential password again: ") != options.password:
        raise SetupError("passwords do not match")


def seems_first():
    """Quirk: the mark of a first setup that has failed half-way makes the next one look like a join."""
    return not os.path.exists(ARCHIVE) and not directory.Directory().servers("service-discover")


class Node:
    def __init__(self, role, address, password):
        self.role, self.password = role, password
        self.address = address.partition("/")[0]
        settings = localconfig.read()
        self.name = settings["zimbra_server_hostname"]
        self.node_name = f"{role}-{self.name}".replace(".", "-")
        shown = subprocess.run(["ip", "-4", "-o", "address"], capture_output=True, text=True, check=True).stdout
        if self.address not in re.findall(r"^\d+: (?!lo\b).* inet ([0-9.]+)/", shown, re.MULTILINE):
            raise SetupError("invalid binding address selected")
        self.tree = directory.Directory()
        try:
            if socket.gethostbyname(self.name).startswith("127."):
                raise SetupError(f"hostname '{self.name}' is resolving with loopback address, should resolve with LAN address")
        except OSError:
            raise SetupError(f"cannot resolve hostname '{self.name}'") from None

    def first_setup(self):
        consul("tls", "ca", "create", DAYS, "-name-constraint")
        for name in (CA, CA_KEY):
            make_private(f"{HOME}/{name}")
        gossip = base64.b64encode(secrets.token_bytes(32)).decode()
        self.configure(gossip)
        self.mark()
        start_daemon()
        secret = bootstrap_acl()
        if fault("mesh-first-setup"):
            raise SetupError("unable to create ACL token for policy " + self.node_name)
        self.take_token(json.loads(secret)["SecretID"])
        packed = archive.encrypt({
            "gossip-key": gossip.encode(), "consul-acl-secret.json": secret,
            f"{HOME}/{CA}".lstrip("/"): read(f"{HOME}/{CA}"), f"{HOME}/{CA_KEY}".lstrip("/"): read(f"{HOME}/{CA_KEY}"),
        }, self.password)
        write(ARCHIVE, packed, 0o600)
        write(HOME + "/password", self.password.encode(), 0o400)
        self.tree.change(directory.CONFIG, [("carbonioMeshCredentials", base64.b64encode(packed).decode())])

    def join(self):
        stored = (self.tree.read(directory.CONFIG) or {}).get("carbonioMeshCredentials")
        if not stored:
            raise SetupError("unable to download credentials from LDAP: unexpected ldap result count: expected 1 but got 0")
        write(ARCHIVE, base64.b64decode(stored[0]), 0o600)
        files = unpacked(self.password)
        for name in (CA, CA_KEY):
            write(f"{HOME}/{name}", files[f"{HOME}/{name}".lstrip("/")], 0o600)
            make_private(f"{HOME}/{name}")
        self.configure(files["gossip-key"].decode())
        os.remove(f"{HOME}/{CA_KEY}")
        if fault("mesh-join"):
            raise SetupError("unable to start service-discover.service: injected")
        if self.role == "server":
            self.mark()
        start_daemon()
        self.take_token(json.loads(files["consul-acl-secret.json"])["SecretID"])
        if self.role == "server":
            write(HOME + "/password", self.password.encode(), 0o400)

    def mark(self):
        self.tree.change(directory.server_dn(self.name), [("+zimbraServiceEnabled", "service-discover"),
                                                          ("+zimbraServiceInstalled", "service-discover")])

    def configure(self, gossip):
        kind = "server" if self.role == "server" else "client"
        for former in glob.glob(f"{HOME}/dc1-{kind}-consul-*.pem"):
            os.remove(former)
        consul("tls", "cert", "create", DAYS, "-" + kind)
        for suffix in ("", "-key"):
            make_private(f"{HOME}/dc1-{kind}-consul-0{suffix}.pem")
        settings = {
            "acl": {"enabled": True, "default_policy": "deny", "down_policy": "extend-cache", "enable_token_persistence": True},
            "data_dir": HOME + "/data", "encrypt": gossip, "log_level": "INFO", "node_name": self.node_name, "datacenter": "dc1",
            "enable_local_script_checks": True, "ui": True, "ports": {"grpc": 8502}, "server": self.role == "server",
            "ca_file": f"{HOME}/{CA}", "cert_file": f"{HOME}/dc1-{kind}-consul-0.pem", "key_file": f"{HOME}/dc1-{kind}-consul-0-key.pem",
            "verify_incoming": True, "verify_outgoing": True, "verify_server_hostname": True,
        }
        if self.role == "server":
            settings["connect"] = {"enabled": True}
        # Consul 1.8 writes wherever it is started.
        settings["disable_update_check"] = True
        write(MAIN, json.dumps(settings, indent=2).encode(), 0o600)
        write(CONFIG + "/config.json", json.dumps({"bind_addr": self.address}).encode(), 0o600)
        make_private(MAIN, CONFIG + "/config.json")

    def take_token(self, bootstrap):
        """Policy and token of this node, and the token into its agent."""
        rules = json.dumps({"node": {self.node_name: {"policy": "write"}}, "node_prefix": {"": {"policy": "read"}},
                            "service_prefix": {"": {"policy": "write"}}})

        def create():
            subprocess.run([CONSUL, "acl", "policy", "create", "-name", self.node_name, "-rules", rules], env=token(bootstrap),
                           capture_output=True, check=False)
            return json.loads(subprocess.run([CONSUL, "acl", "token", "create", "-policy-name", self.node_name, "-format", "json"],
                                             env=token(bootstrap), capture_output=True, check=True).stdout)["SecretID"]

        own = retried(create, 30)
        subprocess.run([CONSUL, "acl", "set-agent-token", "default", own], env=token(bootstrap), capture_output=True, check=True)


def token(value):
    return {"PATH": "/usr/bin:/bin", "CONSUL_HTTP_TOKEN": value}


def retried(action, seconds):
    deadline = time.monotonic() + seconds
    while True:
        try:
            return action()
        except subprocess.CalledProcessError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def bootstrap_acl():
    return retried(lambda: subprocess.run([CONSUL, "acl", "bootstrap", "-format", "json"], capture_output=True, check=True).stdout, 30)


def start_daemon():
    subprocess.run(["systemctl", "reset-failed", "service-discover.service"], capture_output=True, check=False)
    if subprocess.run(["systemctl", "start", "service-discover.service"], capture_output=True, check=False).returncode:
        raise SetupError("unable to start service-discover.service")


def consul(*arguments):
    subprocess.run([CONSUL, *arguments], cwd=HOME, capture_output=True, check=True)


def make_private(*paths):
    owner = pwd.getpwnam("service-discover")
    for path in paths:
        os.chmod(path, 0o600)
        os.chown(path, owner.pw_uid, owner.pw_gid)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, content, mode):
    if os.path.exists(path):
        os.remove(path)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
