"""Module powerstore: volumes of this mailstore."""
from arguments import parse
from core import BUCKETS, require_license, store_type
from store import CommandError

TYPES = ("FileBlob", *BUCKETS, "Centralized")
LOCAL = {"message1": {"storeType": "FileBlob", "volumeType": "primary", "path": "/opt/zextras/store", "isCurrent": True, "centralized": False}}


def volumes(context, server):
    return context.store.get("volumes", server) or LOCAL


def do_create_volume(context, arguments):
    require_license(context.store)
    kind = store_type(parse(arguments[:1], ("type",))["type"], TYPES)
    own = dict(volumes(context, context.server))
    if kind == "Centralized":
        given = parse(arguments[1:], ("server", "name"), ("volume_type",))
        other = volumes(context, given["server"]).get(given["name"])
        if other is None or not other["centralized"]:
            raise CommandError(f"{given['server']} has no centralized volume {given['name']}")
        volume = {**other, "isCurrent": False}
    else:
        given = parse(arguments[1:], ("name", "volume_type", "bucket_id"), ("volume_prefix", "centralized"))
        if context.store.get("bucket", given["bucket_id"]) is None:
            raise CommandError(f"no bucket {given['bucket_id']}")
        volume = {"storeType": kind, "volumeType": given["volume_type"], "bucketId": given["bucket_id"], "isCurrent": False,
                  "prefix": given.get("volume_prefix", ""), "centralized": given.get("centralized") == "true"}
    if given["name"] in own:
        raise CommandError(f"a volume {given['name']} exists")
    own[given["name"]] = volume
    context.store.put("volumes", context.server, own)
    return {"volume": given["name"], "created": True}


def get_all_volumes(context, arguments):
    parse(arguments, ())
    return volumes(context, context.server)


def do_update_volume(context, arguments):
    require_license(context.store)
    given = parse(arguments, ("type", "name"), ("current_volume",))
    own = dict(volumes(context, context.server))
    volume = own.get(given["name"])
    if volume is None or volume["storeType"].lower() != given["type"].lower():
        raise CommandError(f"no volume {given['name']} of type {given['type']}")
    if given.get("current_volume") == "true":
        for other in own.values():
            if other["volumeType"] == volume["volumeType"]:
                other["isCurrent"] = other is volume
    context.store.put("volumes", context.server, own)
    return {"volume": given["name"], "updated": True}


COMMANDS = {"doCreateVolume": do_create_volume, "getAllVolumes": get_all_volumes, "doUpdateVolume": do_update_volume}
