"""Module core: license and buckets."""
import re
import uuid

import s3
from arguments import parse
from store import CommandError

FEATURES = ("ZxHA", "ha_basic", "powerstore")
# As the vendor's reference has them: what is positional, and the options.
BUCKETS = {
    "S3": (("bucket", "access_key", "secret", "label", "region"), ("url", "prefix", "notes")),
    "MinIO": (("bucket", "access_key", "secret", "url", "label"), ("prefix", "notes", "signature_version")),
    "CustomS3": (("bucket", "access_key", "secret", "url", "label"), ("region", "prefix", "notes", "signature_version")),
}


def store_type(name, types):
    """Types are taken in any case."""
    for known in types:
        if known.lower() == name.lower():
            return known
    raise CommandError(f"unknown store type {name}; known: {' '.join(types)}")


def require_license(store):
    if not store.get("license", "token"):
        raise CommandError("no license")


def activate_license(context, arguments):
    token = parse(arguments, ("token",))["token"]
    if not re.fullmatch(r"[A-Za-z0-9-]{8,}", token):
        raise CommandError("invalid license token")
    context.store.put("license", "token", token)
    return {"license": "activated"}


def get_license_info(context, arguments):
    parse(arguments, ())
    require_license(context.store)
    return {"valid": True, "features": {
        name: {"quantity": 100, "licensed": True, "enabled": True} for name in FEATURES}}


def get_all_services_status(context, arguments):
    parse(arguments, ())
    return {module: {"running": running} for module, running in context.modules().items()}


def do_create_bucket(context, arguments):
    kind = store_type(parse(arguments[:1], ("type",))["type"], BUCKETS)
    bucket = parse(arguments[1:], *BUCKETS[kind])
    if any(other["label"] == bucket["label"] for other in context.store.all("bucket").values()):
        raise CommandError(f"a bucket with label {bucket['label']} exists")
    identifier = str(uuid.uuid4())
    context.store.put("bucket", identifier, {"storeType": kind, **bucket})
    return {"bucket configuration": "created", "Bucket ID": identifier}


def list_buckets(context, arguments):
    show = parse(arguments, ("type",), ("show_secrets",)).get("show_secrets") == "true"
    return {identifier: {**bucket, **({} if show else {"access_key": "***", "secret": "***"})}
            for identifier, bucket in context.store.all("bucket").items()}


def test_s3_connection(context, arguments):
    identifier = parse(arguments, ("bucket_id",), ("storeType",))["bucket_id"]
    bucket = context.store.get("bucket", identifier)
    if bucket is None:
        raise CommandError(f"no bucket {identifier}")
    problem = s3.problem(
        bucket.get("url") or f"https://s3.{bucket['region']}.amazonaws.com", bucket.get("region", "us-east-1"), bucket["bucket"],
        bucket["access_key"], bucket["secret"])
    if problem:
        raise CommandError(f"connection failed: {problem}")
    return {"result": "connection ok"}


COMMANDS = {
    "activate-license": activate_license,
    "doActivateLicense": activate_license,
    "getLicenseInfo": get_license_info,
    "getAllServicesStatus": get_all_services_status,
    "getAllOperations": lambda context, arguments: {"operations": parse(arguments, ()) and []},
    "doCreateBucket": do_create_bucket,
    "listBuckets": list_buckets,
    "testS3Connection": test_s3_connection,
}
