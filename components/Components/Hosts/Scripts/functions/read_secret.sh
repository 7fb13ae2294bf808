#!/usr/bin/env bash
# read_secret NAME: one secret, a line of base64 on standard input, into an unexported variable; never an argument, never a
# here-string (older shells put those into a file).
read_secret() {
  local encoded_secret
  IFS= read -r encoded_secret || die "expected secret '$1' on standard input, found its end"
  printf -v "$1" '%s' "$(printf '%s' "$encoded_secret" | base64 -d)"
}
