#!/usr/bin/env bash
# What every step on a host begins with. The renderer replaces each line that holds only a placeholder in double braces.
set -euo pipefail
export LC_ALL=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
umask 022

# {{parameters}}

: "${host:?}" "${step:?}" "${deadline_seconds:?}"

die() {
  printf '%s: %s: %s\n' "$host" "$step" "$*" >&2
  exit 1
}

# timeout(1) ends the process group; this shell survives long enough to say why.
trap 'die "did not finish within its deadline of $deadline_seconds s"' TERM

# {{functions}}

# {{secrets}}

# Children must not eat what is meant for this shell.
exec </dev/null

# A launcher that was killed leaves its script running here: wait for it instead of doing the work twice.
mkdir -p /run/carbonio-infra
exec 9>"/run/carbonio-infra/$step.lock"
if ! flock -n 9; then
  printf '%s: %s: an earlier run of this step is still active; waiting for it\n' "$host" "$step" >&2
  flock 9
fi

# Services that the step starts must not inherit the lock.
(
  # {{body}}
  :
) 9>&-
