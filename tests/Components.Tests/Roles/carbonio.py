#!/usr/bin/env python3
"""carbonio as far as the steps of roles call it. The directory is /run/directory.json: objects, each with lists of values by attribute.
Every change is a line in /run/writes. Where /run/read-only is, changes are lost without a word, as in the vendor's batches."""
import json
import os
import sys

STORE = "/run/directory.json"
KINDS = {"cf": "config", "d": "domain", "s": "server", "c": "cos"}


def load():
    with open(STORE) as file:
        return json.load(file)


def words(line):
    """A line of a batch: words, quotes, and a backslash with n for the end of a line."""
    found, word, quote, escaped = [], None, "", False
    for char in line:
        if escaped:
            word = (word or "") + ("\n" if char == "n" else char)
            escaped = False
        elif char == "\\":
            escaped = True
        elif quote:
            if char == quote:
                quote = ""
            else:
                word = (word or "") + char
        elif char in "'\"":
            quote, word = char, word or ""
        elif char.isspace():
            if word is not None:
                found.append(word)
            word = None
        else:
            word = (word or "") + char
    return found + ([word] if word is not None else [])


def provision(arguments):
    verb, arguments = arguments[0], arguments[1:]
    name = KINDS[verb[1:]]
    if name != "config":
        name, arguments = f"{name} {arguments[0]}", arguments[1:]
    store = load()
    if verb[0] == "g":
        if name != "config":
            print(f"# name {name.split(' ')[1]}")
        for value in store.get(name, {}).get(arguments[0], []):
            print(f"{arguments[0]}: {value}")
        print()
        return
    for attribute, value in zip(arguments[::2], arguments[1::2]):
        with open("/run/writes", "a") as file:
            file.write(f"{name} {attribute} {value}\n")
        values = store.setdefault(name, {})
        if attribute[0] == "+":
            values.setdefault(attribute[1:], []).append(value)
        else:
            values[attribute] = [value] if value else []
    if not os.path.exists("/run/read-only"):
        with open(STORE, "w") as file:
            json.dump(store, file)


with open("/run/arguments", "a") as log:
    log.write(f"carbonio {' '.join(sys.argv[1:])}\n")
given = [word for word in sys.argv[2:] if word != "-l"]
if given:
    provision(given)
else:
    for entry in sys.stdin:
        sys.stdout.write("prov> ")
        provision(words(entry))
