"""bucket.py ENDPOINT REGION BUCKET HOST [AUTHORITY]: does with the bucket what Carbonio will do, by an object that it makes and removes.

HOST says in the object's name who made it. AUTHORITY is a certificate in PEM to be trusted besides those that the machine trusts.

The access key and the secret key are two lines of standard input. Each line of the output is a check: name, ok or failed, what was
expected, what was seen, with tabs between. Signs by AWS Signature Version 4 itself: curl does so in a way that S3 accepts only since
a version that supported systems do not have.
"""
import datetime
import hashlib
import hmac
import http.client
import re
import ssl
import sys
import urllib.parse
import uuid

ENDPOINT, REGION, BUCKET, HOST = sys.argv[1:5]
AUTHORITY = sys.argv[5] if len(sys.argv) > 5 else ""
OBJECT = f"carbonio-infra-check/{HOST}-{uuid.uuid4().hex}"
ACCESS_KEY, SECRET_KEY = (sys.stdin.readline().rstrip("\n") for _ in range(2))
CONTENT = b"written by carbonio-infra to see whether this bucket can be used\n"
SECONDS = 15


def tell(check, good, expected, seen):
    print("\t".join([check, "ok" if good else "failed", expected, " ".join(str(seen).split())]))
    return good


def signed(method, path, query, body):
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    headers = {
        "host": urllib.parse.urlsplit(ENDPOINT).netloc,
        "x-amz-content-sha256": hashlib.sha256(body).hexdigest(),
        "x-amz-date": now,
    }
    names = ";".join(sorted(headers))
    request = "\n".join([
        method, path, query, *(f"{name}:{headers[name]}" for name in sorted(headers)), "", names, headers["x-amz-content-sha256"]])
    scope = f"{now[:8]}/{REGION}/s3/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", now, scope, hashlib.sha256(request.encode()).hexdigest()])
    key = f"AWS4{SECRET_KEY}".encode()
    for part in [*scope.split("/"), text]:
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    headers["authorization"] = f"AWS4-HMAC-SHA256 Credential={ACCESS_KEY}/{scope}, SignedHeaders={names}, Signature={key.hex()}"
    return headers


def ask(method, path, query="", body=b""):
    place = urllib.parse.urlsplit(ENDPOINT)
    trust = ssl.create_default_context()
    # Newer ones of Python refuse authorities of sites that everything else accepts.
    trust.verify_flags &= ~getattr(ssl, "VERIFY_X509_STRICT", 0)
    if AUTHORITY:
        trust.load_verify_locations(cadata=AUTHORITY)
    connection = http.client.HTTPSConnection(place.hostname, place.port or 443, timeout=SECONDS, context=trust)
    try:
        connection.request(method, path + (f"?{query}" if query else ""), body, signed(method, path, query, body))
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def check(name, expected, statuses, *request, content=None):
    status, answer = ask(*request)
    code = re.search(rb"<Code>([A-Za-z0-9]+)</Code>", answer)
    seen = f"{status} {code.group(1).decode()}" if code else status
    if status in statuses and content is not None and answer != content:
        return tell(name, False, expected, f"{len(answer)} other bytes")
    return tell(name, status in statuses, expected, seen)


def main():
    bucket = "/" + urllib.parse.quote(BUCKET, safe="")
    thing = bucket + "/" + urllib.parse.quote(OBJECT, safe="/-_.~")
    try:
        if not check("bucket-lists", f"the bucket {BUCKET} to list its objects", [200], "GET", bucket, "list-type=2&max-keys=1"):
            return
        if not check("bucket-writes", f"the bucket {BUCKET} to take an object", [200], "PUT", thing, "", CONTENT):
            return
        check("bucket-reads", "the object to come back as it was written", [200], "GET", thing, content=CONTENT)
        check("bucket-deletes", "the object to go again", [200, 204], "DELETE", thing)
    except ssl.SSLError as problem:
        tell("bucket-tls", False, f"a certificate of {ENDPOINT} that this host trusts", getattr(problem, "verify_message", None) or problem)
    except (OSError, http.client.HTTPException) as problem:
        tell("bucket-reachable", False, f"an answer of {ENDPOINT} within {SECONDS} s", problem or type(problem).__name__)


main()
