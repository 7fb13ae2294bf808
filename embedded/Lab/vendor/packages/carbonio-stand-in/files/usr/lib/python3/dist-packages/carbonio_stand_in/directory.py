"""The directory as Carbonio's commands see it: one connection, as uid=zimbra, to the first address that answers."""
import base64
import hashlib
import os
import time
import uuid

import ldap
import ldap.filter
import ldap.modlist

from carbonio_stand_in import localconfig

CONFIG = "cn=config,cn=zimbra"
SERVERS = "cn=servers,cn=zimbra"
COS = "cn=default,cn=cos,cn=zimbra"


def hashed(password):
    """The password as slapd stores it."""
    salt = os.urandom(8)
    return "{SSHA}" + base64.b64encode(hashlib.sha1(password.encode() + salt).digest() + salt).decode()


def server_dn(name):
    return f"cn={name},{SERVERS}"


def domain_dn(name):
    return ",".join("dc=" + part for part in name.split("."))


def account_dn(address):
    user, _, domain = address.partition("@")
    return f"uid={user},ou=people,{domain_dn(domain)}"


def connect(urls=None, password=None, user=None, timeout=5):
    """Binds at the first of the addresses that answers. Raises ldap.LDAPError."""
    settings = localconfig.read()
    if urls is None:
        urls = settings["ldap_master_url"] or settings["ldap_url"]
    failure = ldap.SERVER_DOWN({"desc": "no ldap URLs defined in localconfig"})
    for url in urls.split():
        connection = ldap.initialize(url)
        connection.set_option(ldap.OPT_NETWORK_TIMEOUT, timeout)
        connection.set_option(ldap.OPT_TIMEOUT, 30)
        connection.set_option(ldap.OPT_REFERRALS, 0)
        try:
            connection.simple_bind_s(user or settings["zimbra_ldap_userdn"],
                                     settings.get("zimbra_ldap_password", "") if password is None else password)
            return connection
        except (ldap.SERVER_DOWN, ldap.TIMEOUT, ldap.CONNECT_ERROR, ldap.UNAVAILABLE) as error:
            failure = error
    raise failure


class Directory:
    """Entries as dictionaries of lists of texts."""

    def __init__(self, **options):
        self.connection = connect(**options)

    def read(self, dn):
        """The entry's attributes, None when there is none."""
        try:
            ((_, found),) = self.connection.search_s(dn, ldap.SCOPE_BASE)
        except ldap.NO_SUCH_OBJECT:
            return None
        return texts(found)

    def find(self, base, condition, scope=ldap.SCOPE_SUBTREE):
        """Pairs of dn and attributes, sorted by dn."""
        try:
            found = self.connection.search_s(base, scope, condition)
        except ldap.NO_SUCH_OBJECT:
            return []
        return sorted((dn, texts(entry)) for dn, entry in found if dn)

    def add(self, dn, **attributes):
        """A new entry with an id; raises ldap.ALREADY_EXISTS."""
        attributes.setdefault("zimbraId", str(uuid.uuid4()))
        attributes.setdefault("zimbraCreateTimestamp", time.strftime("%Y%m%d%H%M%SZ", time.gmtime()))
        self.connection.add_s(dn, [(name, encoded(value)) for name, value in attributes.items() if value])

    def change(self, dn, changes):
        """Changes as the vendor's command line has them: pairs of NAME, +NAME or -NAME and a value; an empty value removes all."""
        current = {name.lower(): values for name, values in (self.read(dn) or {}).items()}
        wanted = {}
        for name, value in changes:
            bare = name.lstrip("+-")
            values = wanted.setdefault(bare, list(current.get(bare.lower(), [])) if name != bare else [])
            if name.startswith("-"):
                wanted[bare] = [existing for existing in values if existing != value]
            elif value and value not in values:
                values.append(value)
        modifications = [(ldap.MOD_REPLACE, name, encoded(values) or None) for name, values in wanted.items()
                         if values != current.get(name.lower(), [])]
        if modifications:
            self.connection.modify_s(dn, modifications)

    def delete(self, dn):
        self.connection.delete_s(dn)

    def servers(self, service=None):
        """Names of all servers, or of those on which the service is enabled."""
        condition = f"(zimbraServiceEnabled={ldap.filter.escape_filter_chars(service)})" if service else "(objectClass=zimbraServer)"
        return [entry["cn"][0] for _, entry in self.find(SERVERS, condition, ldap.SCOPE_ONELEVEL)]


def texts(entry):
    return {name: [value.decode("utf-8", "replace") for value in values] for name, values in entry.items()}


def encoded(value):
    return [text.encode() for text in ([value] if isinstance(value, str) else value)]
