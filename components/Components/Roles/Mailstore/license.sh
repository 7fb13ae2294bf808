#!/usr/bin/env bash
# The license of this token is active, and allows the replicas that two mailstores are for.
# uses: verdict as_zextras write_file
set -euo pipefail
: "${replicas:?}" "${license_token:?}"

# Nobody tells which token a license came from, so a fingerprint of it is kept.
readonly activated=/var/lib/carbonio-infra/license

license() { as_zextras carbonio core getLicenseInfo 2>&1 || true; }

# allowed FEATURE TEXT: how many accounts the license allows it for; nothing when it is not in it or not licensed.
allowed() {
  awk -v feature="$1" '
    index($0, feature) { lines = 3; quantity = ""; off = 0 }
    lines > 0 {
      lines--
      if (tolower($0) ~ /(licensed|enabled)[^a-z]*false/) off = 1
      if (match(tolower($0), /quantity[^0-9-]*-?[0-9]+/)) { quantity = substr($0, RSTART, RLENGTH); gsub(/[^0-9-]/, "", quantity) }
      if (lines == 0 && quantity != "" && !off) found = quantity
    }
    END { if (lines > 0 && quantity != "" && !off) found = quantity; print found }' <<<"$2"
}

replicas_allowed() {
  local feature quantity
  for feature in ZxHA ha_basic; do
    quantity="$(allowed "$feature" "$1")"
    if [ "${quantity:-0}" -ne 0 ]; then
      echo "$quantity"
      return 0
    fi
  done
}

# Any feature, for anybody.
is_valid() { grep -qiE 'quantity[^0-9-]*(-1|0*[1-9])|licensed[^a-z]*true' <<<"$1"; }

fingerprint="$(printf '%s' "$license_token" | sha256sum | cut -d ' ' -f 1)"
found="$(license)"
if ! is_valid "$found" || [ "$(cat "$activated" 2>/dev/null || true)" != "$fingerprint" ]; then
  printf 'core activate-license %s\n' "$license_token" | as_zextras carbonio >/dev/null 2>&1 || true
  found="$(license)"
fi
seen=none
! is_valid "$found" || seen=active
expect license "an active license" "$seen" is_valid "$found"
conclude

seen="$(replicas_allowed "$found")"
if [ "$replicas" = yes ]; then
  expect license-replicas "ZxHA or ha_basic with a quantity over 0" "${seen:-none}" [ -n "$seen" ]
else
  verdict not-applicable license-replicas "ZxHA or ha_basic with a quantity over 0" "${seen:-none}; one mailstore alone has no replicas"
fi
mkdir -p "${activated%/*}"
printf '%s\n' "$fingerprint" | write_file "$activated" 0600
conclude
