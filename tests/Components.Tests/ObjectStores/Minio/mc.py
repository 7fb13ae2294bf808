#!/usr/bin/python3
"""Takes the commands of MinIO's client that the step needs and answers in its JSON; what the server would keep is in /run/minio.json.

Every command is noted in /run/mc-calls. The command that /run/refuse names is refused.
"""
import json
import os
import sys

CREDENTIALS = {"carbonio-infra": "cROOTPASSWORD"}
arguments = sys.argv[1:]
folder = arguments[arguments.index("--config-dir") + 1]
words = [word for word in arguments if not word.startswith("--") and word != folder or word == "--user"]
user = words[words.index("--user") + 1] if "--user" in words else None
words = words[:words.index("--user")] if user else words
state = json.load(open("/run/minio.json")) if os.path.exists("/run/minio.json") else {"buckets": {}, "policies": {}, "users": {}}
with open("/run/mc-calls", "a") as calls:
    calls.write(" ".join(arguments[arguments.index(words[0]):]) + "\n")


def say(**answer):
    json.dump(answer, sys.stdout, indent=1)
    print()


def fail(message, cause):
    say(status="error", error={"message": message, "cause": {"message": cause, "error": {"Code": cause.replace(" ", "").rstrip(".")}}, "type": "fatal"})
    sys.exit(1)


def allows(name, bucket):
    policies = state["users"][name]["policy"].split(",")
    return any(resource.startswith(f"arn:aws:s3:::{bucket}") or resource == "arn:aws:s3:::*"
               for policy in policies if policy in state["policies"] for statement in state["policies"][policy]["Statement"]
               for resource in statement["Resource"])


if os.path.exists("/run/refuse") and " ".join(words).startswith(open("/run/refuse").read().strip()):
    fail("Refused.", "The test refuses it.")
target = next(word for word in words if word == "root" or word.startswith(("root/", "user/")))
alias, _, bucket = target.partition("/")
host = json.load(open(f"{folder}/config.json"))["aliases"][alias]
assert oct(os.stat(f"{folder}/config.json").st_mode)[-3:] == "600" and host["url"] == "https://s3.example.com:9000"
name, key = host["accessKey"], host["secretKey"]
if alias == "root" and CREDENTIALS.get(name) != key:
    fail("Unable to initialize.", "The request signature we calculated does not match the signature you provided.")
if alias == "user" and (name not in state["users"] or state["users"][name]["key"] != key or state["users"][name]["status"] != "enabled"):
    fail("Unable to list folder.", "The request signature we calculated does not match the signature you provided.")

command = " ".join(words[:words.index(target)])
rest = words[words.index(target) + 1:]
if command == "ls":
    if not allows(name, bucket):
        fail("Unable to list folder.", "Access Denied.")
elif command == "admin info":
    say(status="success")
elif command == "stat":
    if bucket not in state["buckets"]:
        fail("Unable to stat.", "Bucket does not exist.")
    say(status="success", name=bucket)
elif command == "mb":
    state["buckets"].setdefault(bucket, {"versions": "", "rules": []})
elif command == "version info":
    say(Op="info", status="success", versioning={"status": state["buckets"][bucket]["versions"], "MFADelete": ""})
elif command == "version enable":
    state["buckets"][bucket]["versions"] = "Enabled"
elif command == "ilm rule export":
    if not state["buckets"][bucket]["rules"]:
        fail("Unable to get lifecycle configuration", "The lifecycle configuration does not exist")
    say(status="success", config={"Rules": state["buckets"][bucket]["rules"]}, updatedAt="0001-01-01T00:00:00Z")
elif command == "ilm rule import":
    state["buckets"][bucket]["rules"] = json.load(sys.stdin)["Rules"]
elif command == "admin policy info":
    if rest[0] not in state["policies"]:
        fail("Unable to fetch policy", "The canned policy does not exist.")
    say(status="success", policy=rest[0], policyInfo={"PolicyName": rest[0], "Policy": state["policies"][rest[0]]}, isGroup=False)
elif command == "admin policy create":
    policy = json.load(open(rest[1]))
    for statement in policy["Statement"]:
        statement["Action"].reverse()  # a set in MinIO, in whatever order
    state["policies"][rest[0]] = policy
elif command in ("admin policy attach", "admin policy detach"):
    attached = {policy for policy in state["users"][user]["policy"].split(",") if policy}
    attached = attached | {rest[0]} if command.endswith("attach") else attached - {rest[0]}
    state["users"][user]["policy"] = ",".join(sorted(attached))
elif command == "admin user info":
    if rest[0] not in state["users"]:
        fail("Unable to get user info", "The specified user does not exist.")
    known = state["users"][rest[0]]
    policy = {"policyName": known["policy"]} if known["policy"] else {}
    say(status="success", accessKey=rest[0], userStatus=known["status"], **policy)
elif command == "admin user add":
    assert not rest, "the secret key came as an argument"
    name, key = sys.stdin.read().split("\n")[:2]
    state["users"][name] = {"key": key, "status": "enabled", "policy": state["users"].get(name, {"policy": ""})["policy"]}
    say(status="success", accessKey=name, secretKey=key, userStatus="enabled")
else:
    sys.exit(f"mc has no command {command}")
json.dump(state, open("/run/minio.json", "w"))
