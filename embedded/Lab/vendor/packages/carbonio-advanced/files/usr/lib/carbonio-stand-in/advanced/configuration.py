"""Module config: settings of all mailstores, and of one server."""
from arguments import parse
from store import CommandError

DEFAULTS = {"incomingPath": "/opt/zextras/incoming"}


def _scope(arguments):
    """global, or `server NAME`; the rest of the arguments."""
    if arguments[:1] == ["global"]:
        return "global", arguments[1:]
    if arguments[:1] == ["server"] and len(arguments) > 1:
        return f"server {arguments[1]}", arguments[2:]
    raise CommandError("expected: global, or server NAME")


def get(context, arguments):
    scope, rest = _scope(arguments)
    name = parse(rest, ("attribute",))["attribute"]
    if name == "s3BucketConfigurations":
        value = list(context.store.all("bucket").values())
    else:
        value = context.store.get(f"config {scope}", name)
    return {"attribute": name, "value": DEFAULTS.get(name, "") if value is None else value}


def set_(context, arguments):
    scope, rest = _scope(arguments)
    given = parse(rest, ("attribute", "value"))
    context.store.put(f"config {scope}", given["attribute"], given["value"])
    return {"attribute": given["attribute"], "value": given["value"]}


COMMANDS = {"get": get, "set": set_}
