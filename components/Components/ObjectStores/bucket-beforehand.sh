#!/usr/bin/env bash
# The machine that runs the deployment can use the bucket: it is told whether that is so before anything is made.
set -euo pipefail
: "${program:?}" "${endpoint:?}" "${region:?}" "${bucket:?}"

if ! command -v python3 >/dev/null; then
  printf '%s\n' 'expected python3 on the machine that runs the deployment, to try the bucket; found none' \
    'objectStorage.checkBeforehand: false leaves that to the hosts' >&2
  exit 1
fi
# The two keys are on standard input, which is the program's.
answers="$(python3 -I -c "$program" "$endpoint" "$region" "$bucket" deployment "${authority:-}")" || answers=""
if [ -z "$answers" ]; then
  printf '%s\n' 'the try of the bucket itself failed; objectStorage.checkBeforehand: false leaves it to the hosts' >&2
  exit 1
fi
awk -F '\t' '
  $2 != "ok" { print $1 ": expected " $3 ", found " $4; failed = 1 }
  END {
    if (failed) print "seen from the machine that runs the deployment; if only hosts reach the bucket, set objectStorage.checkBeforehand to false"
    exit failed
  }' <<<"$answers" >&2
