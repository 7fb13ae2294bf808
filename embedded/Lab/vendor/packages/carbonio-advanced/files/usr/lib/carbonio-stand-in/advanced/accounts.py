"""Accounts in the directory."""
import ldap.filter
from carbonio_stand_in import directory
from store import CommandError


def _find(text, value):
    condition = f"(&(objectClass=zimbraAccount){ldap.filter.filter_format(text, [value])})"
    return [{"dn": dn, **{name: values[0] for name, values in entry.items()}} for dn, entry in directory.Directory().find("", condition)]


def _one(text, value):
    found = _find(text, value)
    if len(found) != 1:
        raise CommandError(f"no such account: {value}")
    return found[0]


def by_address(address):
    return _one("(zimbraMailDeliveryAddress=%s)", address)


def by_id(identifier):
    return _one("(zimbraId=%s)", identifier)


def of_server(server):
    return _find("(zimbraMailHost=%s)", server)


def set_mail_host(account, server):
    directory.Directory().change(account["dn"], [("zimbraMailHost", server), ("zimbraMailTransport", f"lmtp:{server}:7025")])
