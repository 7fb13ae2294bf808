"""What a bootstrap takes for granted when its configuration does not say."""
import re
import secrets
import socket
import subprocess

import ldap

from carbonio_stand_in import directory

PASSWORDS = {"LDAPROOTPASS": "ldap_root_password", "LDAPADMINPASS": "zimbra_ldap_password", "LDAPREPPASS": "ldap_replication_password",
             "LDAPPOSTPASS": "ldap_postfix_password", "LDAPAMAVISPASS": "ldap_amavis_password", "ldap_nginx_password": "ldap_nginx_password"}


def default_configuration(bootstrap):
    """Fills in defaults: the node's own, then the directory's where it can be asked."""
    config = bootstrap.config
    config.setdefault("HOSTNAME", socket.getfqdn())
    config.setdefault("LDAPPORT", "389")
    config.setdefault("LDAPHOST", config["HOSTNAME"] if "directory-server" in bootstrap.installed else "")
    config.setdefault("LDAPREPLICATIONTYPE", "master")
    # Quirk: the host's name without its first label.
    config.setdefault("CREATEDOMAIN", config["HOSTNAME"].partition(".")[2] or config["HOSTNAME"])
    for key in PASSWORDS:
        config.setdefault(key, bootstrap.local.get(PASSWORDS[key]) or secrets.token_urlsafe(9))
    bootstrap.directory_answers = False
    if not is_first_master(config):
        ask_directory(bootstrap)
    for key, user in (("CREATEADMIN", "zextras"), ("AVUSER", "zextras"), ("SMTPSOURCE", "zextras"), ("SMTPDEST", "zextras"),
                      ("TRAINSASPAM", "spam." + secrets.token_hex(4)), ("TRAINSAHAM", "ham." + secrets.token_hex(4)),
                      ("VIRUSQUARANTINE", "virus-quarantine." + secrets.token_hex(4))):
        config.setdefault(key, f"{user}@{config['CREATEDOMAIN']}")
    config.setdefault("STARTSERVERS", "yes")
    config.setdefault("PUBLICSERVICEHOSTNAME", config["HOSTNAME"])
    config.setdefault("zimbraMtaMyNetworks", own_networks())
    config["ADDRESS"] = socket.gethostbyname(config["HOSTNAME"])


def is_first_master(config):
    return config["LDAPHOST"] == config["HOSTNAME"] and config["LDAPREPLICATIONTYPE"] == "master"


def ask_directory(bootstrap):
    """Quirk: where it does not answer or the password is wrong, the node goes on with its own defaults."""
    config = bootstrap.config
    try:
        tree = directory.Directory(urls=f"ldap://{config['LDAPHOST']}:{config['LDAPPORT']}", password=config["LDAPADMINPASS"])
    except ldap.LDAPError as error:
        bootstrap.log.write(f"cannot ask the directory: {error}\n")
        return
    bootstrap.directory_answers = True
    bootstrap.say("Setting defaults from ldap...")
    stored = tree.read(directory.CONFIG) or {}
    domain = stored.get("zimbraDefaultDomainName")
    if domain:
        config["CREATEDOMAIN"] = domain[0]
        config["CREATEADMIN"] = f"{config.get('CREATEADMIN', 'zextras').partition('@')[0]}@{domain[0]}"
    for key, name in (("TRAINSASPAM", "zimbraSpamIsSpamAccount"), ("TRAINSAHAM", "zimbraSpamIsNotSpamAccount"),
                      ("VIRUSQUARANTINE", "zimbraAmavisQuarantineAccount"), ("PUBLICSERVICEHOSTNAME", "zimbraPublicServiceHostname")):
        if name in stored:
            config[key] = stored[name][0]
    bootstrap.say("done.\n")


def own_networks():
    """Quirk: the whole networks of the node's interfaces, whoever else is in them."""
    shown = subprocess.run(["ip", "-4", "-o", "route", "show", "scope", "link"], capture_output=True, text=True, check=True).stdout
    return " ".join(["127.0.0.0/8", *re.findall(r"^(\d+\.\d+\.\d+\.\d+/\d+)", shown, re.MULTILINE)])
