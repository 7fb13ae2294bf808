#!/usr/bin/env bash
# Carbonio's nodes run commands on each other by SSH: this one knows the key of each.
# uses: verdict soon as_zextras
set -euo pipefail
: "${nodes:?}" "${patience_seconds:?}"

readonly authorized=/opt/zextras/.ssh/authorized_keys

# Every key that the directory has, by the node that its comment names. One batch, because each call takes seconds.
declare -A keys=()
read_keys() {
  local type key node
  while read -r type key node; do
    [ -z "$node" ] || keys[$node]="$type $key"
  done < <(
    for node in $nodes; do printf 'gs %s zimbraSshPublicKey\n' "$node"; done |
      as_zextras carbonio prov -l 2>/dev/null | sed -n 's/^.*zimbraSshPublicKey: //p'
  )
}

# Nodes whose key is not known here, or whose former key still is.
unknown_nodes() {
  local node known
  for node in $nodes; do
    known="$(awk -v node="$node" '$NF == node { print $(NF - 2), $(NF - 1) }' "$authorized" 2>/dev/null || true)"
    if [ -z "${keys[$node]:-}" ]; then
      echo "$node (no key in the directory)"
    elif [ "$known" != "${keys[$node]}" ]; then
      echo "$node"
    fi
  done | paste -sd ' '
}

fetch_keys() {
  # The tool leaves files behind in the folder for temporary ones.
  folder="$(mktemp -d /run/carbonio-infra/auth-keys.XXXXXX)" && chown zextras: "$folder" || return 1
  as_zextras env "TMPDIR=$folder" /opt/zextras/bin/zmupdateauthkeys >&2 || true
  rm -rf "$folder"
}

# Again for a while, because a directory that is busy leaves answers out.
all_known() {
  read_keys
  [ -n "$(unknown_nodes)" ] || return 0
  fetch_keys && [ -z "$(unknown_nodes)" ]
}
folder=""
trap '[ -z "$folder" ] || rm -rf "$folder"' EXIT
soon "$patience_seconds" all_known || true
seen="$(unknown_nodes)"
expect auth-keys "one line in $authorized for each node" "${seen:+none or another for }${seen:-one for each}" [ -z "$seen" ]
conclude
