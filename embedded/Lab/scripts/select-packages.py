"""select-packages.py SECTION...: the part of Debian's package lists that hosts are shown.

Standard input has lines "ARCHIVE|FILE", the lists; descriptor 3 has names of packages. The output has the packages of these sections and
of these names with all that they depend on, in every version; their files are named from the mirror's root.
"""
import os
import re
import sys

# "libc6 (>= 2.36)", "python3:any", "foo [amd64]": the name is what comes first.
NAME = re.compile(r"[a-z0-9][a-z0-9+.-]*")
FIELD = re.compile(r"^(Package|Section|Provides|Depends|Pre-Depends): (.*)$", re.MULTILINE)
FILE = re.compile(r"^Filename: ", re.MULTILINE)


def names(relations):
    return [match.group() for match in map(NAME.match, re.split(r"[,|]\s*", relations.strip())) if match]


stanzas, needs, providers, wanted = {}, {}, {}, []
for line in sys.stdin:
    archive, path = line.rstrip("\n").split("|", 1)
    with open(path, encoding="utf-8") as packages:
        for stanza in packages.read().split("\n\n"):
            fields = dict(FIELD.findall(stanza))
            if not fields:
                continue
            name = fields["Package"]
            stanzas.setdefault(name, []).append(FILE.sub(f"Filename: {archive}/", stanza.strip("\n")))
            needs.setdefault(name, []).extend(names(fields.get("Depends", "")) + names(fields.get("Pre-Depends", "")))
            for virtual in names(fields.get("Provides", "")):
                providers.setdefault(virtual, []).append(name)
            if fields.get("Section") in sys.argv[1:]:
                wanted.append(name)

with os.fdopen(3) as seeds:
    wanted.extend(seeds.read().split())
selected = set()
while wanted:
    name = wanted.pop()
    if name not in selected:
        selected.add(name)
        wanted.extend(needs.get(name, providers.get(name, [])))

for name in sorted(selected & stanzas.keys()):
    for stanza in stanzas[name]:
        print(stanza, end="\n\n")
