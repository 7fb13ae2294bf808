#!/usr/bin/env bash
# This host can use the bucket as Carbonio will: over TLS, with the keys of the bucket's user.
# uses: verdict
set -euo pipefail
: "${host:?}" "${program:?}" "${endpoint:?}" "${region:?}" "${bucket:?}" "${access_key:?}" "${secret_key:?}"

# The keys go through a pipe that no argument and no environment names.
answers="$(python3 -c "$program" "$endpoint" "$region" "$bucket" "$host" < <(printf '%s\n%s\n' "$access_key" "$secret_key"))" ||
  die "the check of the bucket itself failed"
while IFS=$'\t' read -r check outcome expected seen; do
  verdict "$outcome" "$check" "$expected" "$seen"
done <<<"$answers"
conclude
