"""`carbonio prov`: the commands that installation and its checks call, straight against the directory."""
import fnmatch
import socket
import sys

import ldap
import ldap.filter

from carbonio_stand_in import directory, words

# Attributes of servers that are the global configuration's until the server has its own.
INHERITED = ("zimbraLogHostname", "zimbraMailTrustedIP", "zimbraMtaMyNetworks", "zimbraPublicServiceHostname", "zimbraSmtpHostname",
             "zimbraSmtpPort")


class ProvError(Exception):
    """An error with the vendor's code."""


class Usage(Exception):
    """The command was called in a way that it does not know."""


def run(arguments):
    """Runs one command, prints its result, returns its exit code."""
    local = False
    while arguments and arguments[0] in ("-l", "--ldap", "-m", "--master", "-v", "--verbose"):
        local |= arguments[0] in ("-l", "--ldap")
        arguments = arguments[1:]
    if not arguments:
        return batch(local)
    try:
        names = COMMANDS.get(arguments[0]) or COMMANDS.get(ALIASES.get(arguments[0], ""))
        if names is None:
            raise Usage(f"unknown command {arguments[0]}")
        if not local:
            require_mailstore()
        names(directory.Directory(), *arguments[1:])
        return 0
    except (TypeError, Usage) as error:
        print(f"usage: {error}", file=sys.stderr)
        return 1
    except ProvError as error:
        print(f"ERROR: {error}", file=sys.stderr)
    except ldap.SERVER_DOWN:
        print("ERROR: service.FAILURE (system failure: unable to lookup server by name, LDAP error: "
              "An error occurred while attempting to connect to server)", file=sys.stderr)
    except ldap.INVALID_CREDENTIALS:
        print("ERROR: service.FAILURE (system failure: LDAP error: invalid credentials)", file=sys.stderr)
    except (ldap.UNDEFINED_TYPE, ldap.OBJECT_CLASS_VIOLATION) as error:
        print(f"ERROR: account.INVALID_ATTR_NAME (invalid attr name: {error.args[0].get('info', '')})", file=sys.stderr)
    except ldap.LDAPError as error:
        print(f"ERROR: service.FAILURE (system failure: LDAP error: {error.args[0].get('desc', error)})", file=sys.stderr)
    return 2


def batch(local):
    """Lines of standard input, each a command; an error does not end it."""
    for line in sys.stdin:
        if line.strip() and not line.startswith("#"):
            run((["-l"] if local else []) + words(line))
    return 0


def require_mailstore():
    """Without -l the real command asks a mailstore: one that is up must be there, this node's first."""
    servers = directory.Directory().servers("mailbox")
    own = directory.localconfig.read()["zimbra_server_hostname"]
    for server in sorted(servers, key=lambda name: name != own):
        try:
            socket.create_connection((server, 7071), timeout=3).close()
            return
        except OSError:
            continue
    raise ProvError(f"zclient.IO_ERROR (invoke Connection refused, server: {servers[0] if servers else 'localhost'}) (cause: "
                    "java.net.ConnectException Connection refused)")


def pairs(arguments):
    if len(arguments) % 2:
        raise Usage("attributes and values come in pairs")
    return list(zip(arguments[::2], arguments[1::2]))


def show(name, entry, wanted=()):
    """An entry as the vendor prints it, whole or in part."""
    if name:
        print(f"# name {name}")
    for attribute in sorted(entry, key=str.lower):
        if not wanted or any(attribute.lower() == want.lower() for want in wanted):
            for value in entry[attribute]:
                print(f"{attribute}: {value}")
    if name:
        print()


def existing(tree, dn, code, kind, name):
    entry = tree.read(dn)
    if entry is None:
        raise ProvError(f"account.{code} (no such {kind}: {name})")
    return entry


def create(tree, dn, code, name, **attributes):
    try:
        tree.add(dn, **attributes)
    except ldap.ALREADY_EXISTS:
        raise ProvError(f"account.{code} (already exists: {name})") from None
    print(tree.read(dn)["zimbraId"][0])


# Global configuration and class of service.

def modify_config(tree, *changes):
    tree.change(directory.CONFIG, pairs(changes))


def get_config(tree, name):
    show(None, tree.read(directory.CONFIG), [name])


def get_all_config(tree, *names):
    show(None, tree.read(directory.CONFIG), names)


def get_cos(tree, name, *names):
    show(name, existing(tree, f"cn={name},cn=cos,cn=zimbra", "NO_SUCH_COS", "cos", name), names)


def modify_cos(tree, name, *changes):
    existing(tree, f"cn={name},cn=cos,cn=zimbra", "NO_SUCH_COS", "cos", name)
    tree.change(f"cn={name},cn=cos,cn=zimbra", pairs(changes))


# Servers.

def create_server(tree, name, *changes):
    create(tree, directory.server_dn(name), "SERVER_EXISTS", name, objectClass=["zimbraServer"], cn=name, zimbraServiceHostname=name)
    tree.change(directory.server_dn(name), pairs(changes))


def modify_server(tree, name, *changes):
    existing(tree, directory.server_dn(name), "NO_SUCH_SERVER", "server", name)
    tree.change(directory.server_dn(name), pairs(changes))


def get_server(tree, name, *names):
    own = name == "-e"
    if own:
        name, *names = names
    entry = existing(tree, directory.server_dn(name), "NO_SUCH_SERVER", "server", name)
    if not own:
        inherited = tree.read(directory.CONFIG)
        entry = {attribute: inherited[attribute] for attribute in INHERITED if attribute in inherited} | entry
    show(name, entry, names)


def get_all_servers(tree, *arguments):
    for name in tree.servers(next((argument for argument in arguments if not argument.startswith("-")), None)):
        if "-v" in arguments:
            get_server(tree, name)
        else:
            print(name)


def delete_server(tree, name):
    existing(tree, directory.server_dn(name), "NO_SUCH_SERVER", "server", name)
    tree.delete(directory.server_dn(name))


# Domains.

def create_domain(tree, name, *changes):
    parts = name.split(".")
    for start in range(len(parts) - 1, 0, -1):
        parent = directory.domain_dn(".".join(parts[start:]))
        if tree.read(parent) is None:
            tree.connection.add_s(parent, [("objectClass", [b"organization", b"dcObject"]), ("o", [parts[start].encode()]),
                                           ("dc", [parts[start].encode()])])
    create(tree, directory.domain_dn(name), "DOMAIN_EXISTS", name, objectClass=["organization", "dcObject", "zimbraDomain"],
           o=f"{name} domain", dc=parts[0], zimbraDomainName=name, zimbraDomainStatus="active", zimbraDomainType="local",
           zimbraMailStatus="enabled")
    tree.connection.add_s("ou=people," + directory.domain_dn(name), [("objectClass", [b"organizationalUnit"]), ("ou", [b"people"])])
    tree.change(directory.domain_dn(name), pairs(changes))


def domain(tree, name):
    entry = tree.read(directory.domain_dn(name))
    if entry is None or "zimbraDomainName" not in entry:
        raise ProvError(f"account.NO_SUCH_DOMAIN (no such domain: {name})")
    return entry


def modify_domain(tree, name, *changes):
    domain(tree, name)
    tree.change(directory.domain_dn(name), pairs(changes))


def get_domain(tree, name, *names):
    show(name, domain(tree, name), names)


def get_all_domains(tree, *_):
    for _, entry in tree.find("", "(objectClass=zimbraDomain)"):
        print(entry["zimbraDomainName"][0])


# Accounts.

def account(tree, address):
    """The account with this address or alias: its dn and attributes."""
    escaped = ldap.filter.escape_filter_chars(address)
    found = tree.find("", f"(&(objectClass=zimbraAccount)(|(mail={escaped})(zimbraMailAlias={escaped})(zimbraId={escaped})))")
    if not found:
        raise ProvError(f"account.NO_SUCH_ACCOUNT (no such account: {address})")
    return found[0]


def create_account(tree, address, password, *changes):
    user, _, name = address.partition("@")
    domain(tree, name)
    host = mailstore(tree, dict(pairs(changes)).get("zimbraMailHost"))
    create(tree, directory.account_dn(address), "ACCOUNT_EXISTS", address, objectClass=["inetOrgPerson", "zimbraAccount"], uid=user,
           cn=user, sn=user, mail=address, zimbraMailDeliveryAddress=address, zimbraAccountStatus="active", zimbraMailStatus="enabled",
           zimbraMailHost=host, zimbraMailTransport=f"lmtp:{host}:7025" if host else "",
           userPassword=directory.hashed(password) if password else "")
    tree.change(directory.account_dn(address), pairs(changes))


def mailstore(tree, wanted):
    """The server that shall hold a new account: by the pool of the class of service, the one with the fewest."""
    pool = set((tree.read(directory.COS) or {}).get("zimbraMailHostPool", []))
    names = [entry["cn"][0] for _, entry in tree.find(directory.SERVERS, "(zimbraServiceEnabled=mailbox)") if entry["zimbraId"][0] in pool]
    return wanted or min(names, default="", key=lambda name: len(tree.find("", f"(zimbraMailHost={name})")))


def modify_account(tree, address, *changes):
    tree.change(account(tree, address)[0], pairs(changes))


def get_account(tree, address, *names):
    entry = account(tree, address)[1]
    if "userPassword" in entry:
        entry["userPassword"] = ["VALUE-BLOCKED"]
    show(entry["mail"][0], entry, names)


def get_all_accounts(tree, *arguments):
    wanted = next((argument for argument in arguments if not argument.startswith("-")), "*")
    for _, entry in tree.find("", "(objectClass=zimbraAccount)"):
        if fnmatch.fnmatchcase(entry["mail"][0].partition("@")[2], wanted):
            print(entry["mail"][0])


def delete_account(tree, address):
    tree.delete(account(tree, address)[0])


def set_password(tree, address, password):
    tree.change(account(tree, address)[0], [("userPassword", directory.hashed(password))])


def add_alias(tree, address, alias):
    taken = tree.find("", "(|(mail={0})(zimbraMailAlias={0}))".format(ldap.filter.escape_filter_chars(alias)))
    if taken:
        raise ProvError(f"account.ACCOUNT_EXISTS (email address already exists: {alias})")
    tree.change(account(tree, address)[0], [("+zimbraMailAlias", alias), ("+mail", alias)])


def flush_cache(*_):
    """Nothing here caches."""


COMMANDS = {
    "mcf": modify_config, "gcf": get_config, "gacf": get_all_config, "gc": get_cos, "mc": modify_cos,
    "cs": create_server, "ms": modify_server, "gs": get_server, "gas": get_all_servers, "ds": delete_server,
    "cd": create_domain, "md": modify_domain, "gd": get_domain, "gad": get_all_domains,
    "ca": create_account, "ma": modify_account, "ga": get_account, "gaa": get_all_accounts, "da": delete_account,
    "sp": set_password, "aaa": add_alias, "fc": flush_cache,
}
ALIASES = {
    "modifyConfig": "mcf", "getConfig": "gcf", "getAllConfig": "gacf", "getCos": "gc", "modifyCos": "mc",
    "createServer": "cs", "modifyServer": "ms", "getServer": "gs", "getAllServers": "gas", "deleteServer": "ds",
    "createDomain": "cd", "modifyDomain": "md", "getDomain": "gd", "getAllDomains": "gad",
    "createAccount": "ca", "modifyAccount": "ma", "getAccount": "ga", "getAllAccounts": "gaa", "deleteAccount": "da",
    "setPassword": "sp", "addAccountAlias": "aaa", "flushCache": "fc",
}
