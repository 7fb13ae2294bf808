#!/usr/bin/env bash
# The mailbox server has its databases and answers, and new accounts may be placed on it.
# uses: verdict soon carbonio_services pending_setups provisioning
set -euo pipefail
: "${pool_members:?}" "${health_url:?}" "${patience_seconds:?}" "${mesh_password:?}"

# Databases came after the server had started, so each machine's server is restarted once.
readonly started_with_databases=/var/lib/carbonio-infra/mailstore

health() { curl --silent --noproxy '*' --max-time 10 --output /dev/null --write-out '%{http_code}' "$health_url" || true; }
is_ready() { [ "$(health)" = 200 ]; }

run_pending_setups strict
[ -e "$started_with_databases" ] || request_restart appserver
restart_if_requested

soon "$patience_seconds" is_ready || true
seen="$(health)"
expect mailstore-ready "200 from $health_url within $patience_seconds s" "$seen" is_ready
conclude
: >"$started_with_databases"

# Bootstraps of mailstores write the whole list, so that one may lose what another has added.
for member in $pool_members; do
  id="$(attribute_values "server $member" zimbraId)"
  if [ -n "$id" ]; then
    ensure_attribute_value "cos default" zimbraMailHostPool "$id"
  else
    verdict failed cos-zimbraMailHostPool "an id of the server $member" "none: it is not in the directory"
  fi
done
conclude
