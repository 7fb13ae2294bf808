"""mc_answers.py QUESTION: prints, in a form that can be compared, what mc's JSON on standard input says; 'none' when it does not say it."""
import json
import sys


def objects(text):
    decoder, at = json.JSONDecoder(), 0
    while at < len(text):
        found, at = decoder.raw_decode(text, at)
        yield found
        at += len(text[at:]) - len(text[at:].lstrip())


def as_list(value):
    return sorted(value) if isinstance(value, list) else [value]


def statements(policy):
    return " | ".join(sorted(f"{s['Effect']} {','.join(as_list(s['Action']))} on {','.join(as_list(s['Resource']))}" for s in policy["Statement"]))


def rules(config):
    return " | ".join(f"{r['ID']} {r['Status']} {r['NoncurrentVersionExpiration']['NoncurrentDays']} days" for r in config["Rules"])


QUESTIONS = {
    "versioning": lambda answer: answer["versioning"]["status"],
    "lifecycle": lambda answer: rules(answer["config"]),
    "policy": lambda answer: statements(answer["policyInfo"]["Policy"]),
    "document": statements,
    "user": lambda answer: f"{answer['userStatus']} with {answer.get('policyName') or 'no policy'}",
    "error": lambda answer: f"{answer['error']['message']} {answer['error'].get('cause', {}).get('message', '')}".strip(),
}

def says(answer):
    try:
        return QUESTIONS[sys.argv[1]](answer)
    except (KeyError, TypeError):
        return None


try:
    print(next((said for said in map(says, objects(sys.stdin.read().strip())) if said), "none"))
except ValueError:
    print("none")
