#!/usr/bin/env bash
# Makes an ed25519 key pair and prints it as one JSON object; the files exist only while this runs.
set -euo pipefail
: "${comment:?}"
umask 077

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
ssh-keygen -q -t ed25519 -N '' -C "$comment" -f "$folder/key"

# The key has no character that JSON would want escaped but its line ends.
private_key="$(awk '{ printf "%s\\n", $0 }' "$folder/key")"
printf '{"privateKey":"%s","publicKey":"%s"}\n' "$private_key" "$(cat "$folder/key.pub")"
