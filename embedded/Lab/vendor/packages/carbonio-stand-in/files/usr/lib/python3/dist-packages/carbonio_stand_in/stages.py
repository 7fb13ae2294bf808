"""The stages of a bootstrap, in order, by the names that .install_history has."""
import contextlib
import glob
import io
import os
import subprocess
import time

import ldap

from carbonio_stand_in import directory, hosts, localconfig, prov

# Parts of Carbonio that a bootstrap configures, and what they are called in the directory.
PARTS = {"carbonio-directory-server": "directory-server", "carbonio-appserver": "mailbox", "carbonio-mta": "mta",
         "carbonio-proxy": "proxy", "carbonio-memcached": "memcached"}
MORE_SERVICES = {"mailbox": ["service"], "mta": ["amavis", "antispam", "antivirus", "opendkim"]}
TARGETS = {"directory-server": "directory-server", "mailbox": "appserver", "mta": "mta", "proxy": "proxy"}
MAILSTORE = {"zimbraMailPort": "8080", "zimbraMailSSLPort": "8443", "zimbraMailMode": "https", "zimbraLmtpBindPort": "7025",
             "zimbraImapBindPort": "7143", "zimbraImapSSLBindPort": "7993", "zimbraPop3BindPort": "7110", "zimbraPop3SSLBindPort": "7995",
             "zimbraAdminPort": "7071", "zimbraReverseProxyLookupTarget": "TRUE"}


def installed_parts():
    return {name for package, name in PARTS.items() if os.path.exists(f"/var/lib/dpkg/info/{package}.list")}


def as_zextras(*command):
    subprocess.run(["setpriv", "--reuid", "zextras", "--regid", "zextras", "--init-groups", "env", "-i", "PATH=/opt/zextras/bin:/usr/bin:/bin",
                    "HOME=/opt/zextras", *command], check=True, stdout=subprocess.DEVNULL, cwd="/opt/zextras")


def service(verb):
    """Starts or stops slapd; on systems without targets the way that zextras would."""
    subprocess.run(["systemctl", verb, "carbonio-openldap.service"], check=True)


def waited_for(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("gave up waiting")
        time.sleep(0.2)


def configLCValues(bootstrap):
    config = bootstrap.config
    own, main = (f"ldap://{config[key]}:{config['LDAPPORT']}" for key in ("HOSTNAME", "LDAPHOST"))
    serves = "directory-server" in bootstrap.installed
    changes = {
        "zimbra_server_hostname": config["HOSTNAME"],
        "ldap_host": config["LDAPHOST"],
        "ldap_port": config["LDAPPORT"],
        "ldap_master_url": main,
        "ldap_url": f"{own} {main}" if serves and own != main else main,
        "ldap_is_master": "true" if serves and config["LDAPREPLICATIONTYPE"] != "replica" else "false",
        "av_notify_user": config["AVUSER"],
        "smtp_source": config["SMTPSOURCE"],
        "smtp_destination": config["SMTPDEST"],
    }
    changes.update({key: config[name] for name, key in hosts.PASSWORDS.items()})
    if "mailbox" in bootstrap.installed:
        changes["mailboxd_java_heap_size"] = config.get("MAILBOXDMEMORY", "2048")
        changes["mailboxd_truststore"] = "/opt/zextras/common/lib/jvm/java/lib/security/cacerts"
        changes["mailboxd_truststore_password"] = "changeit"
    bootstrap.attempt("Setting local config values", lambda: localconfig.write(changes))


def configCASetup(bootstrap):
    def make():
        os.makedirs("/opt/zextras/conf/ca", exist_ok=True)
        if hosts.is_first_master(bootstrap.config):
            if not os.path.exists("/opt/zextras/conf/ca/ca.key"):
                openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3650", "-subj",
                        "/O=CA/OU=Carbonio", "-keyout", "/opt/zextras/conf/ca/ca.key", "-out", "/opt/zextras/conf/ca/ca.pem")
            return
        stored = directory.Directory().read(directory.CONFIG)
        for name, file in (("zimbraCertAuthorityKeySelfSigned", "ca.key"), ("zimbraCertAuthorityCertSelfSigned", "ca.pem")):
            write(f"/opt/zextras/conf/ca/{file}", stored[name][0])

    bootstrap.attempt("Setting up CA", make, fatal=True)


def configCreateCert(bootstrap):
    def make():
        folder, name = "/opt/zextras/ssl/carbonio", bootstrap.config["HOSTNAME"]
        os.makedirs(folder, exist_ok=True)
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1825", "-subj", f"/CN={name}",
                "-addext", f"subjectAltName=DNS:{name}", "-CA", "/opt/zextras/conf/ca/ca.pem", "-CAkey", "/opt/zextras/conf/ca/ca.key",
                "-keyout", f"{folder}/server.key", "-out", f"{folder}/server.crt")
        for part in bootstrap.installed:
            for kind in ("key", "crt"):
                write(f"/opt/zextras/conf/{part}.{kind}", read(f"{folder}/server.{kind}"))

    bootstrap.attempt("Creating SSL certificate", make)


def configSetupLdap(bootstrap):
    if "directory-server" not in bootstrap.installed:
        bootstrap.attempt("Updating ldap_root_password and zimbra_ldap_password", directory.connect)
        return
    give("/opt/zextras/conf", "/opt/zextras/data/ldap")
    if hosts.is_first_master(bootstrap.config):
        def initialize():
            service("stop")
            as_zextras("/opt/zextras/libexec/zmldapinit")
            service("start")
            waited_for(answers)

        bootstrap.attempt("Initializing ldap", initialize, fatal=True)
        return

    def replicate():
        service("stop")
        as_zextras("/opt/zextras/libexec/zmldapinit", "--empty")
        service("start")
        waited_for(lambda: answers(own=True))
        as_zextras("/opt/zextras/libexec/zmldapenable-mmr", "-s", bootstrap.config.get("LDAPSERVERID", "2"), "-m",
                   f"ldap://{bootstrap.config['LDAPHOST']}:{bootstrap.config['LDAPPORT']}/")
        waited_for(lambda: holds_content(bootstrap.config))

    bootstrap.attempt("Enabling ldap replication", replicate)


def answers(own=False):
    settings = localconfig.read()
    try:
        directory.connect(settings["ldap_url"].split()[0], settings["ldap_root_password"], "cn=config") if own else directory.connect()
        return True
    except ldap.LDAPError:
        return False


def holds_content(config):
    """Has this node's own directory got the other master's entries?"""
    try:
        tree = directory.Directory(urls=localconfig.read()["ldap_url"].split()[0])
        return tree.read(directory.CONFIG) is not None and tree.read(directory.COS) is not None
    except ldap.LDAPError:
        return False


def configCreateServerEntry(bootstrap):
    name = bootstrap.config["HOSTNAME"]

    def make():
        tree = directory.Directory()
        if tree.read(directory.server_dn(name)) is None:
            tree.add(directory.server_dn(name), objectClass=["zimbraServer"], cn=name, zimbraServiceHostname=name)
        tree.change(directory.server_dn(name), [("zimbraIPMode", "ipv4")])

    bootstrap.attempt(f"Creating server entry for {name}", make)


def configSaveCA(bootstrap):
    if hosts.is_first_master(bootstrap.config):
        bootstrap.attempt("Saving CA in ldap", lambda: directory.Directory().change(directory.CONFIG, [
            ("zimbraCertAuthorityKeySelfSigned", read("/opt/zextras/conf/ca/ca.key")),
            ("zimbraCertAuthorityCertSelfSigned", read("/opt/zextras/conf/ca/ca.pem")),
            ("zimbraPublicServiceProtocol", "https")]))


def configSetStoreDefaults(bootstrap):
    if "mailbox" not in bootstrap.installed:
        return
    name = bootstrap.config["HOSTNAME"]
    bootstrap.attempt("Setting ports of the mailstore", lambda: directory.Directory().change(directory.server_dn(name), list(MAILSTORE.items())))

    def add():
        # Quirk: read, then written as a whole. Two mailstores at once, and one of them is lost.
        tree = directory.Directory()
        own = tree.read(directory.server_dn(name))["zimbraId"][0]
        pool = dict.fromkeys([*tree.read(directory.COS).get("zimbraMailHostPool", []), own])
        time.sleep(0.2)
        tree.change(directory.COS, [("zimbraMailHostPool", value) for value in pool])

    bootstrap.attempt(f"Adding {name} to MailHostPool in default COS", add)


def configSetProxyPrefs(bootstrap):
    if "proxy" not in bootstrap.installed:
        return
    name = bootstrap.config["HOSTNAME"]
    bootstrap.attempt("Setting ports of the proxy", lambda: directory.Directory().change(directory.server_dn(name), [
        ("zimbraMailProxyPort", "80"), ("zimbraMailSSLProxyPort", "443"), ("zimbraReverseProxyMailEnabled", "TRUE"),
        ("zimbraReverseProxyHttpEnabled", "TRUE")]))
    stored = directory.Directory().read(directory.CONFIG) if answers() else {}
    if "zimbraPublicServiceHostname" not in stored:
        # Quirk: the first proxy without the key gives its own name to the whole cluster.
        host = bootstrap.config["PUBLICSERVICEHOSTNAME"]
        bootstrap.attempt(f"Setting Public Service Hostname {host}", lambda: directory.Directory().change(
            directory.CONFIG, [("zimbraPublicServiceHostname", host)]))


def configInitMta(bootstrap):
    if "mta" not in bootstrap.installed:
        return

    def make():
        tree = directory.Directory()
        stores = tree.servers("mailbox")
        tree.change(directory.server_dn(bootstrap.config["HOSTNAME"]), [
            ("zimbraMtaMyNetworks", network) for network in bootstrap.config["zimbraMtaMyNetworks"].split()]
            + [("zimbraMtaAuthHost", store) for store in stores])
        # Quirk: two MTAs at once may both see none, or both another.
        localconfig.write({"zmtrainsa_cleanup_host": "false" if tree.servers("mta") else "true"})

    bootstrap.attempt("Initializing mta config", make)


def configSetEnabledServices(bootstrap):
    name = bootstrap.config["HOSTNAME"]
    services = [*sorted(bootstrap.installed), *(more for part in sorted(bootstrap.installed) for more in MORE_SERVICES.get(part, [])), "stats"]
    # Quirk: replaced as a whole; `service-discover`, which the mesh added, is lost when a node is bootstrapped again.
    bootstrap.attempt(f"Setting services on {name}", lambda: directory.Directory().change(
        directory.server_dn(name), [(attribute, service) for attribute in ("zimbraServiceInstalled", "zimbraServiceEnabled") for service in services]))


def configCreateDomain(bootstrap):
    config = bootstrap.config
    if hosts.is_first_master(config) and config.get("DOCREATEDOMAIN", "yes") == "yes":
        make_domain(bootstrap, config["CREATEDOMAIN"])
        bootstrap.attempt("Setting default domain name", lambda: directory.Directory().change(directory.CONFIG, [
            ("zimbraDefaultDomainName", config["CREATEDOMAIN"]), ("zimbraMtaMyOrigin", config["CREATEDOMAIN"]),
            ("zimbraSpamIsSpamAccount", config["TRAINSASPAM"]), ("zimbraSpamIsNotSpamAccount", config["TRAINSAHAM"]),
            ("zimbraAmavisQuarantineAccount", config["VIRUSQUARANTINE"])]))
        if "zimbraPrefTimeZoneId" in config:
            bootstrap.attempt("Setting TimeZone Preference", lambda: directory.Directory().change(
                directory.COS, [("zimbraPrefTimeZoneId", config["zimbraPrefTimeZoneId"])]))
    if "mailbox" in bootstrap.installed:
        make_accounts(bootstrap)


def make_domain(bootstrap, name):
    bootstrap.attempt(f"Creating domain {name}", lambda: made(prov.create_domain, directory.domain_dn(name), name))


def make_accounts(bootstrap):
    """The administrator and the system's own, by the first mailstore."""
    config = bootstrap.config
    admin = config["CREATEADMIN"].lower()
    domain = admin.partition("@")[2]
    make_domain(bootstrap, domain)
    bootstrap.attempt(f"Creating admin account {admin}", lambda: made(
        prov.create_account, directory.account_dn(admin), admin, config.get("CREATEADMINPASS", ""), "zimbraIsAdminAccount", "TRUE",
        "zimbraAdminConsoleUIComponents", "cartBlancheUI", "description", "Administrative Account", "displayName", "Carbonio Admin"))
    for alias in ("root", "postmaster"):
        bootstrap.attempt(f"Creating {alias} alias", lambda alias=alias: aliased(admin, f"{alias}@{domain}"))
    bootstrap.attempt("Setting infrastructure notification sender and recipients accounts", lambda: directory.Directory().change(
        directory.CONFIG, [("carbonioNotificationFrom", admin), ("carbonioNotificationRecipients", admin)]))
    for user in (config["TRAINSASPAM"], config["TRAINSAHAM"], config["VIRUSQUARANTINE"]):
        bootstrap.attempt(f"Creating user {user}", lambda user=user: made(
            prov.create_account, directory.account_dn(user.lower()), user.lower(), "", "zimbraIsSystemAccount", "TRUE",
            "zimbraIsSystemResource", "TRUE", "zimbraHideInGal", "TRUE", "amavisBypassSpamChecks", "TRUE"))


def made(create, dn, *arguments):
    """Creates what is not there yet."""
    tree = directory.Directory()
    if tree.read(dn) is None:
        with contextlib.redirect_stdout(io.StringIO()):
            create(tree, *arguments)


def aliased(address, alias):
    """Quirk: fails where the alias is there already, as for every mailstore but the first."""
    tree = directory.Directory()
    if alias not in tree.read(directory.account_dn(address)).get("zimbraMailAlias", []):
        prov.add_alias(tree, address, alias)


def configParts(bootstrap):
    """What the packages of the node's parts bring."""
    environment = os.environ | {"BOOTSTRAP_" + key: value for key, value in bootstrap.config.items()}
    for script in sorted(glob.glob("/opt/zextras/libexec/bootstrap.d/*")):
        bootstrap.attempt(f"Configuring {os.path.basename(script).partition('-')[2]}", lambda script=script: subprocess.run(
            [script], check=True, env=environment, stdout=bootstrap.log, stderr=bootstrap.log))


ALL = [configLCValues, configCASetup, configCreateCert, configSetupLdap, configCreateServerEntry, configSaveCA, configSetStoreDefaults,
       configSetProxyPrefs, configInitMta, configSetEnabledServices, configCreateDomain, configParts]


def start(bootstrap):
    give("/opt/zextras/conf", "/opt/zextras/ssl", "/opt/zextras/.ssh")
    if bootstrap.config["STARTSERVERS"] == "yes":
        bootstrap.say("Starting servers...\n")
        if subprocess.run(["/usr/lib/carbonio-stand-in/is-systemd"], check=False).returncode == 0:
            subprocess.run(["systemctl", "restart", "carbonio.target", *(
                f"carbonio-{TARGETS[part]}.target" for part in sorted(bootstrap.installed & set(TARGETS)))], check=False)
        else:
            for verb in ("stop", "start"):
                subprocess.run(["su", "-", "zextras", "-c", f"/opt/zextras/bin/zmcontrol {verb}"], check=False, stdout=bootstrap.log,
                               stderr=bootstrap.log)
        bootstrap.say("done.\n")
    if bootstrap.installed & {"directory-server"}:
        try:
            waited_for(answers)
        except TimeoutError:
            pass
    for command in ("zmsshkeygen", "zmupdateauthkeys"):
        try:
            as_zextras(f"/opt/zextras/bin/{command}")
        except subprocess.CalledProcessError as error:
            bootstrap.log.write(f"{command}: {error}\n")


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, stderr=subprocess.DEVNULL)


def read(path):
    with open(path) as file:
        return file.read()


def write(path, text):
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640), "w") as file:
        file.write(text)


def give(*folders):
    """These are zextras's."""
    subprocess.run(["chown", "-R", "zextras:zextras", *(folder for folder in folders if os.path.exists(folder))], check=True)
