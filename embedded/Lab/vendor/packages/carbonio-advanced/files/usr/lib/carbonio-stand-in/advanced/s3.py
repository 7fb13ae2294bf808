"""Asks an S3 server for a list of a bucket, with a signature of version 4."""
import datetime
import hashlib
import hmac
import urllib.error
import urllib.parse
import urllib.request


def _sign(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def problem(endpoint, region, bucket, access_key, secret):
    """What is wrong, or None."""
    url = urllib.parse.urlsplit(endpoint)
    path = "/" + urllib.parse.quote(bucket)
    query = "list-type=2&max-keys=1"
    now = datetime.datetime.now(datetime.timezone.utc)
    day, time = now.strftime("%Y%m%d"), now.strftime("%Y%m%dT%H%M%SZ")
    empty = hashlib.sha256(b"").hexdigest()
    headers = {"host": url.netloc, "x-amz-content-sha256": empty, "x-amz-date": time}
    names = ";".join(headers)
    request = "\n".join(["GET", path, query, *(f"{name}:{value}" for name, value in headers.items()), "", names, empty])
    scope = f"{day}/{region}/s3/aws4_request"
    key = f"AWS4{secret}".encode()
    for part in (day, region, "s3", "aws4_request"):
        key = _sign(key, part)
    signature = _sign(key, "\n".join(["AWS4-HMAC-SHA256", time, scope, hashlib.sha256(request.encode()).hexdigest()])).hex()
    headers["Authorization"] = f"AWS4-HMAC-SHA256 Credential={access_key}/{scope}, SignedHeaders={names}, Signature={signature}"
    try:
        with urllib.request.urlopen(urllib.request.Request(f"{url.scheme}://{url.netloc}{path}?{query}", headers=headers), timeout=10):
            return None
    except (urllib.error.URLError, OSError, ValueError) as error:
        return str(error)
