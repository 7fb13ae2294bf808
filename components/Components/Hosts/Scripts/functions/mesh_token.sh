#!/usr/bin/env bash
# mesh_token: prints the token that may do everything in the service mesh, out of the archive that the mesh password opens. Keep it
# in a variable, never in a file.
# consul_as TOKEN ARGUMENT...: consul with that token, which stands in no argument and in no environment.
# mesh_leader: whether the mesh has a leader.
# uses: wait_until
mesh_token() {
  local archive=/etc/zextras/service-discover/cluster-credentials.tar.gpg home token=""
  : "${mesh_password:?}"
  # A home of its own: no agent and no key ring stay behind.
  home="$(mktemp -d /run/carbonio-infra/gnupg.XXXXXX)"
  token="$(printf '%s' "$mesh_password" \
    | gpg --homedir "$home" --batch --yes --quiet --pinentry-mode loopback --passphrase-fd 0 --output - --decrypt "$archive" 2>"$home/complaint" \
    | tar -xOf - consul-acl-secret.json 2>/dev/null | jq -r .SecretID 2>/dev/null)" || true
  local complaint
  complaint="$(paste -sd ' ' "$home/complaint" 2>/dev/null || true)"
  GNUPGHOME="$home" gpgconf --kill gpg-agent 2>/dev/null || true
  rm -rf "$home"
  [[ "$token" =~ ^[0-9a-f-]{36}$ ]] || die "expected the mesh password to open $archive, found: ${complaint:-no token in it}"
  printf '%s\n' "$token"
}

consul_as() {
  local token=$1
  shift
  CONSUL_HTTP_TOKEN_FILE=/dev/fd/8 consul "$@" 8< <(printf '%s' "$token")
}

mesh_leader() {
  [[ "$(curl -sf --max-time 5 http://127.0.0.1:8500/v1/status/leader)" =~ ^\"[^\"]+\"$ ]]
}
