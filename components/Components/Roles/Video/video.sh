#!/usr/bin/env bash
# The video server tells callers the address on which media reach this node. An upgrade of its package brings a new configuration with
# an address that was guessed, so the line is looked after in every run.
# uses: verdict soon
set -euo pipefail
: "${address:?}" "${patience_seconds:?}"

readonly configuration=/etc/janus/janus.jcfg restart_owed=/var/lib/carbonio-infra/videoserver-restart
readonly unit=carbonio-videoserver.service secret=carbonio-videoserver/api-secret
readonly token=/etc/carbonio/videoserver/service-discover/token

[ -f "$configuration" ] || die "expected $configuration of the package carbonio-videoserver-advanced, found nothing"

# A line without what counts for nothing: comments (#, // and /* */ on one line) and texts in quotes.
readonly bare='function bare(line) { gsub(/"[^"]*"/, "", line); sub(/(#|\/\/).*/, "", line); gsub(/\/\*.*\*\//, "", line); return line }'

# The configuration with the address in its nat section: where it is set already, else at the section's end, else in a section of its own.
mapped() {
  awk -v address="$address" "$bare"'
    function setting() { return "        nat_1_1_mapping = \"" address "\"" }
    {
      code = bare($0)
      if (depth == 0 && code ~ /^[ \t]*nat[ \t]*[:=]?[ \t]*(\{|$)/) inside = 1
      opened = gsub(/\{/, "{", code); closed = gsub(/\}/, "}", code)
      if (inside && depth > 0 && code ~ /^[ \t]*nat_1_1_mapping[ \t]*[:=]/ && opened + closed == 0) {
        if (!done) print setting()
        done = 1
        next
      }
      if (inside && depth > 0 && depth + opened - closed == 0) {
        if (!done) print setting()
        done = 1; inside = 0
      }
      depth += opened - closed
      print
    }
    END { if (!done) print "nat: {\n" setting() "\n}" }' "$configuration"
}

# What the nat section says now.
mapping() {
  awk "$bare"'
    {
      code = bare($0)
      if (depth == 0 && code ~ /^[ \t]*nat[ \t]*[:=]?[ \t]*(\{|$)/) inside = 1
      if (inside && code ~ /^[ \t]*nat_1_1_mapping[ \t]*[:=]/ && split($0, part, "\"") > 2) found = part[2]
      depth += gsub(/\{/, "{", code) - gsub(/\}/, "}", code)
      if (depth == 0 && code ~ /\}/) inside = 0
    }
    END { print found }' "$configuration"
}

is_active() { systemctl is-active --quiet "$unit"; }
has_secret() { consul kv get "-token-file=$token" "$secret" >/dev/null 2>&1; }

new="$(mktemp "$configuration.XXXXXX")"
trap 'rm -f "$new"' EXIT
mapped >"$new"
if ! cmp -s "$new" "$configuration"; then
  chown --reference="$configuration" "$new"
  chmod --reference="$configuration" "$new"
  mkdir -p "${restart_owed%/*}"
  : >"$restart_owed"
  mv -f "$new" "$configuration"
fi
if [ -e "$restart_owed" ]; then
  systemctl restart "$unit" || true
  rm -f "$restart_owed"
fi

seen="$(mapping)"
expect video-address "nat_1_1_mapping = \"$address\" in the nat section of $configuration" "${seen:-nothing}" [ "$seen" = "$address" ]
soon "$patience_seconds" has_secret || true
expect video-secret "$secret in the service mesh" "$(has_secret && echo there || echo nothing)" has_secret
soon "$patience_seconds" is_active || true
expect video-server "$unit active" "$(systemctl is-active "$unit" || true)" is_active
conclude
