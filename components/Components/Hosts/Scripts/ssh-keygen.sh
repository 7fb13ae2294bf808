#!/usr/bin/env bash
# Makes a key pair and prints it as one JSON object. The private key never is in a file: whatever ends this script, none
# stays behind.
set -euo pipefail
: "${comment:?}" "${type:?}"
umask 077

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
mkfifo "$folder/key"
# Open at both ends, the pipe takes the key before anybody reads it. ssh-keygen asks whether to write to what is there already.
exec 3<>"$folder/key"
ssh-keygen -q -t "$type" -N '' -C "$comment" -f "$folder/key" <<<y >/dev/null

# The key has no character that JSON would want escaped but its line ends.
private_key=
line=
until [[ $line == -----END* ]]; do
  IFS= read -r line <&3
  private_key+="$line\\n"
done
printf '{"privateKey":"%s","publicKey":"%s"}\n' "$private_key" "$(<"$folder/key.pub")"
