#!/usr/bin/env bash
# Prometheus of Carbonio runs.
# uses: verdict soon
set -euo pipefail
: "${patience_seconds:?}"

readonly unit=carbonio-prometheus.service

is_active() { systemctl is-active --quiet "$unit"; }

systemctl enable --quiet "$unit" || true
is_active || systemctl start "$unit" || true
soon "$patience_seconds" is_active || true
expect prometheus "$unit active" "$(systemctl is-active "$unit" || true)" is_active
conclude
