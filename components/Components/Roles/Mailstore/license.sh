#!/usr/bin/env bash
# The license of this token is active, and allows the replicas that two mailstores are for.
# uses: verdict soon as_zextras write_file
set -euo pipefail
: "${replicas:?}" "${license_token:?}" "${patience_seconds:?}"

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

# The batch ends with 0 whatever comes of it. A license that was there before says nothing of this one: then its words have to.
activate() {
  told="$(printf 'core activate-license %s\n' "$license_token" | as_zextras carbonio 2>&1 | tail -n 3 | paste -sd ' ' || true)"
  found="$(license)"
  is_valid "$found" && { [ "$before" = none ] || ! grep -qiE 'fail|error|exception|invalid' <<<"$told"; }
}

fingerprint="$(printf '%s' "$license_token" | sha256sum | cut -d ' ' -f 1)"
found="$(license)" before=active told="" seen=active
is_valid "$found" || before=none
if [ "$before" = none ] || [ "$(cat "$activated" 2>/dev/null || true)" != "$fingerprint" ]; then
  # A mailstore that has just started and the vendor's server, which it asks, may need a moment.
  soon "$patience_seconds" activate || seen="none${told:+: ${told//"$license_token"/[secret]}}"
fi
expect license "an active license" "$seen" [ "$seen" = active ]
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
