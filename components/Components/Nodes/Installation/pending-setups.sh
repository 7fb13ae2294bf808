#!/usr/bin/env bash
# Registers what is installed on this node in the service mesh, and starts Carbonio anew with it.
# uses: verdict pending_setups carbonio_services
set -euo pipefail
: "${strictness:?}" "${setups_folder:?}"

run_pending_setups "$strictness"
restart_if_requested

left="$(left_setups)"
if [ "$strictness" = lenient ] && [ -n "$left" ]; then
  verdict not-applicable pending-setups "no script left in $setups_folder" "$left, for a later step"
else
  expect pending-setups "no script left in $setups_folder" "${left:-none}" [ -z "$left" ]
fi
if carbonio_runs; then seen=running; else seen="not all running"; fi
expect carbonio-services running "$seen" [ "$seen" = running ]
conclude
