"""/opt/zextras/conf/localconfig.xml: settings of one node, in the vendor's format."""
import os
import pwd
import tempfile
import xml.etree.ElementTree as xml

PATH = "/opt/zextras/conf/localconfig.xml"

# What a node has that nobody has configured yet.
DEFAULTS = {
    "ldap_is_master": "false",
    "ldap_master_url": "",
    "ldap_port": "389",
    "ldap_starttls_supported": "0",
    "ldap_url": "",
    "zimbra_home": "/opt/zextras",
    "zimbra_ldap_userdn": "uid=zimbra,cn=admins,cn=zimbra",
    "zimbra_require_interprocess_security": "0",
    "zimbra_server_hostname": "localhost",
    "zmtrainsa_cleanup_host": "false",
}


def read():
    """All settings."""
    values = dict(DEFAULTS)
    if os.path.exists(PATH):
        for key in xml.parse(PATH).getroot().iter("key"):
            values[key.get("name")] = key.findtext("value") or ""
    return values


def write(changes):
    """Sets the given keys; one whose value is None is removed."""
    values = {key: value for key, value in read().items() if DEFAULTS.get(key) != value}
    values.update(changes)
    root = xml.Element("localconfig")
    for key in sorted(key for key, value in values.items() if value is not None):
        xml.SubElement(xml.SubElement(root, "key", name=key), "value").text = values[key]
    xml.indent(root)
    owner = pwd.getpwnam("zextras")
    handle, new = tempfile.mkstemp(dir=os.path.dirname(PATH))
    with os.fdopen(handle, "wb") as file:
        xml.ElementTree(root).write(file, encoding="UTF-8", xml_declaration=True)
    os.chmod(new, 0o640)
    if os.geteuid() == 0:
        os.chown(new, owner.pw_uid, owner.pw_gid)
    os.rename(new, PATH)
