#!/usr/bin/env bash
# Joins this node to the service mesh, the first server founds it. What an interrupted attempt left is taken back first; data of a
# member is never touched.
# uses: verdict as_zextras wait_until mesh_token
set -euo pipefail
: "${kind:?}" "${founder:?}" "${address:?}" "${program:?}" "${patience_seconds:?}"

readonly configuration=/etc/zextras/service-discover/main.json
readonly data=/var/lib/service-discover

credentials_published() { [ -n "$(as_zextras carbonio prov -l gcf carbonioMeshCredentials 2>/dev/null)" ]; }

# Each file comes later than the one before it; all of them mean that the setup came to its end.
joined() {
  [ -e "$configuration" ] && [ -e "$data/data/acl-tokens.json" ] && { [ "$kind" = agent ] || [ -e "$data/password" ]; } \
    && { [ "$founder" = no ] || credentials_published; }
}

take_back_attempt() {
  systemctl stop service-discover.service 2>/dev/null || true
  rm -f /etc/zextras/service-discover/main.json /etc/zextras/service-discover/config.json "$data"/*.pem
}

if ! joined; then
  options=()
  if [ "$founder" = yes ] && ! credentials_published; then
    # Nobody else can have joined without the credentials. The directory may count this node as a server already, and then only force
    # makes it found the mesh.
    [ ! -e "$configuration" ] || take_back_attempt
    rm -f /etc/zextras/service-discover/cluster-credentials.tar.gpg
    if [ -d "$data/data" ]; then find "$data/data" -mindepth 1 -delete; fi
    options=(--first-instance)
  else
    wait_until "$patience_seconds" "credentials of the mesh in the directory" credentials_published
    [ ! -e "$configuration" ] || take_back_attempt
  fi
  # shellcheck disable=SC2154
  printf '%s\n' "$mesh_password" | python3 -c "$program" "$address" "${options[@]+"${options[@]}"}" >&2 \
    || die "expected the setup of the service mesh to succeed, it failed"
fi

systemctl enable --quiet service-discover.service
if ! systemctl is-active --quiet service-discover.service; then systemctl start service-discover.service || true; fi

started=$SECONDS
until mesh_leader || [ $((SECONDS - started)) -ge "$patience_seconds" ]; do sleep 1; done
if joined; then seen=joined; else seen="an unfinished setup"; fi
expect mesh-membership "joined as $kind" "$seen" [ "$seen" = joined ]
seen="$(systemctl is-active service-discover.service || true)"
expect mesh-service active "$seen" [ "$seen" = active ]
if mesh_leader; then seen="a leader"; else seen="no leader within $patience_seconds s"; fi
expect mesh-leader "a leader" "$seen" [ "$seen" = "a leader" ]
conclude
