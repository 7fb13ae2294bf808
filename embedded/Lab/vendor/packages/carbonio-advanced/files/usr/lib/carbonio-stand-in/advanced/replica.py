"""Module MailReplica (formerly ha): brokers and which account has its copy where. No mail is copied by the stand-in."""
import socket

import accounts
from arguments import parse
from core import require_license
from store import CommandError

TABLE = ("CREATE TABLE IF NOT EXISTS replica_account (account_id text, destination text, priority integer NOT NULL, "
         "status text NOT NULL, PRIMARY KEY (account_id, destination))")


def unreachable(brokers):
    result = []
    for broker in filter(None, brokers.split(",")):
        host, _, port = broker.rpartition(":")
        try:
            socket.create_connection((host, int(port)), timeout=3).close()
        except (OSError, ValueError) as error:
            result.append(f"{broker}: {error}")
    return result


def get_services(context, arguments):
    parse(arguments, ())
    return {"services": {"module": {"running": context.replica_running}}}


def do_start_service(context, arguments):
    parse(arguments, ("service",))
    require_license(context.store)
    brokers = context.store.get("config global", "brokers")
    if not brokers:
        raise CommandError("no brokers")
    problems = unreachable(brokers)
    if len(problems) == len(brokers.split(",")):
        raise CommandError("no broker answers: " + "; ".join(problems))
    context.replica_running = True
    return {"module": "started"}


def do_restart_service(context, arguments):
    context.replica_running = False
    return do_start_service(context, arguments)


def test(context, arguments):
    problems = unreachable(parse(arguments, ("brokers",))["brokers"])
    if problems:
        raise CommandError("; ".join(problems))
    return {"result": "ok"}


def _table(context):
    if not context.replica_running:
        raise CommandError("the module is not running")
    context.store.execute("ha", TABLE)


def _accounts(given):
    if given.get("accounts"):
        return given["accounts"].split(",")
    if given.get("input_file"):
        with open(given["input_file"], encoding="utf-8") as file:
            return file.read().split()
    raise CommandError("expected: accounts A,B or input_file PATH")


def set_account_destination(context, arguments):
    _table(context)
    given = parse(arguments, ("destination", "priority"), ("accounts", "input_file"))
    for address in _accounts(given):
        context.store.execute(
            "ha", "INSERT INTO replica_account VALUES (%s, %s, %s, 'active') ON CONFLICT (account_id, destination) "
            "DO UPDATE SET priority = EXCLUDED.priority",
            accounts.by_address(address)["zimbraId"], given["destination"], int(given["priority"]))
    return {"result": "ok"}


def remove_account_destination(context, arguments):
    _table(context)
    given = parse(arguments, ("destination",), ("accounts", "input_file"))
    for address in _accounts(given):
        context.store.execute("ha", "DELETE FROM replica_account WHERE account_id = %s AND destination = %s",
                              accounts.by_address(address)["zimbraId"], given["destination"])
    return {"result": "ok"}


def get_account_status(context, arguments):
    _table(context)
    given = parse(arguments, (), ("mailHost", "replicaServer", "accounts", "domains", "accountStatus", "replicaStatus"))
    result = []
    for identifier, destination, priority, status in context.store.execute("ha", "SELECT * FROM replica_account ORDER BY 1, 3"):
        account = accounts.by_id(identifier)
        address = account["zimbraMailDeliveryAddress"]
        if (given.get("mailHost") in (None, account["zimbraMailHost"]) and given.get("replicaServer") in (None, destination)
                and (not given.get("accounts") or address in given["accounts"].split(","))
                and (not given.get("domains") or address.split("@")[1] in given["domains"].split(","))
                and given.get("accountStatus") in (None, status)):
            result.append({"account": address, "mailHost": account["zimbraMailHost"], "replicaServer": destination, "priority": priority,
                           "accountStatus": status, "replicaStatus": "available"})
    return result


def promote_accounts(context, arguments):
    """The account's mail host becomes where its copy of the lowest priority number is."""
    _table(context)
    given = parse(arguments, (), ("accounts", "input_file", "source_mail_host", "destination", "threads"))
    if "source_mail_host" in given:
        chosen = accounts.of_server(given["source_mail_host"])
    else:
        chosen = [accounts.by_address(address) for address in _accounts(given)]
    promoted = []
    for account in chosen:
        rows = context.store.execute(
            "ha", "SELECT destination FROM replica_account WHERE account_id = %s AND status = 'active' ORDER BY priority", account["zimbraId"])
        destinations = [row[0] for row in rows if given.get("destination") in (None, row[0])]
        if destinations:
            accounts.set_mail_host(account, destinations[0])
            context.store.execute("ha", "DELETE FROM replica_account WHERE account_id = %s AND destination = %s",
                                  account["zimbraId"], destinations[0])
            promoted.append(account["zimbraMailDeliveryAddress"])
    return {"promoted": promoted}


def _set_status(status):
    def command(context, arguments):
        _table(context)
        given = parse(arguments, (), ("accounts", "input_file"))
        identifiers = [accounts.by_address(address)["zimbraId"] for address in _accounts(given)] if given else None
        context.store.execute("ha", "UPDATE replica_account SET status = %s WHERE %s::text[] IS NULL OR account_id = ANY(%s)",
                              status, identifiers, identifiers)
        return {"result": "ok"}
    return command


COMMANDS = {
    "getServices": get_services, "doStartService": do_start_service, "doRestartService": do_restart_service, "test": test,
    "setAccountDestination": set_account_destination, "removeAccountDestination": remove_account_destination,
    "getAccountStatus": get_account_status, "promoteAccounts": promote_accounts, "pauseReplicas": _set_status("paused"),
    "restartReplicas": _set_status("active"),
    "monitor": lambda context, arguments: {"queue": 0 if not parse(arguments, ()) else None},
}
