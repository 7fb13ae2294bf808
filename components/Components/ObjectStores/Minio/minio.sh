#!/usr/bin/env bash
# MinIO: its two programs, a user of its own, TLS and a unit that lets it write nothing but its data. What is given is judged before
# anything is changed. The running server knows what it was started with, so that it starts anew exactly when that has changed.
# uses: verdict write_file serving
set -euo pipefail
: "${fqdn:?}" "${port:?}" "${data:?}" "${server_url:?}" "${server_sha256:?}" "${client_url:?}" "${client_sha256:?}" "${region:?}" \
  "${certificate:?}" "${private_key:?}" "${root_user:?}" "${root_password:?}" "${patience_seconds:?}"

readonly programs=/usr/local/lib/carbonio-infra configuration=/etc/minio unit=/etc/systemd/system/minio.service
# Of a fixed name, so that a run that was cut off leaves nothing behind the next.
readonly downloads=/var/cache/carbonio-infra/minio
rm -rf "$downloads"
trap 'rm -rf "$downloads"' EXIT
mkdir -p "${downloads%/*}"
mkdir -m 0700 "$downloads"

checksum() { sha256sum "$1" 2>/dev/null | cut -d ' ' -f 1; }

# fetch NAME URL SHA256: puts the program beside those that are there, if it is none of them.
fetch() {
  local name=$1 url=$2 sha256=$3 seen
  [ "$(checksum "$programs/$name" || true)" != "$sha256" ] || return 0
  if [[ $url != https://* ]]; then
    verdict failed "$name-url" "a URL with https" "$url"
  elif ! seen="$(curl --silent --show-error --fail --location --proto '=https' --proto-redir '=https' --retry 3 --connect-timeout 20 \
    --output "$downloads/$name" "$url" 2>&1)"; then
    verdict failed "$name-download" "the program at $url" "${seen:-no answer}"
  else
    seen="$(checksum "$downloads/$name")"
    expect "$name-checksum" "SHA-256 $sha256 of $url" "$seen" [ "$seen" = "$sha256" ]
  fi
}

is_for_this_host() { [[ $(openssl x509 -noout -checkhost "$fqdn" <<<"$certificate" 2>/dev/null) == *'does match certificate' ]]; }
is_valid_for_long() { openssl x509 -noout -checkend $((30 * 24 * 3600)) <<<"$certificate" >/dev/null 2>&1; }
fits_the_key() {
  local public
  public="$(printf '%s\n' "$private_key" | openssl pkey -pubout 2>/dev/null)" &&
    [ "$public" = "$(openssl x509 -noout -pubkey <<<"$certificate" 2>/dev/null)" ]
}

fetch minio "$server_url" "$server_sha256"
fetch mc "$client_url" "$client_sha256"
names="$(openssl x509 -noout -ext subjectAltName <<<"$certificate" 2>&1 | sed 1d | xargs || true)"
expect certificate-name "a certificate for $fqdn" "${names:-none of a certificate in PEM}" is_for_this_host
end="$(openssl x509 -noout -enddate <<<"$certificate" 2>/dev/null || true)"
expect certificate-validity "a certificate that is valid for 30 days more" "${end:-none}" is_valid_for_long
expect certificate-key "the certificate's private key in PEM" "another one" fits_the_key
conclude

getent passwd minio >/dev/null || useradd --system --user-group --home-dir "${data%/*}" --no-create-home --shell /usr/sbin/nologin minio
mkdir -p "$programs" "$configuration/certs" "$data"
chown minio:minio "${data%/*}" "$data"
chmod 0750 "${data%/*}" "$data"
for name in minio mc; do
  [ -e "$downloads/$name" ] || continue
  chmod 0755 "$downloads/$name"
  # Across file systems a move is none: first beside the former program, then over it.
  cp "$downloads/$name" "$programs/$name.new"
  mv -f "$programs/$name.new" "$programs/$name"
done

printf 'MINIO_ROOT_USER=%s\nMINIO_ROOT_PASSWORD=%s\n' "$root_user" "$root_password" | write_file "$configuration/credentials" 0600 minio:minio
printf '%s\n' "$private_key" | write_file "$configuration/certs/private.key" 0600 minio:minio
write_file "$configuration/certs/public.crt" 0644 <<<"$certificate"
readonly begun_with="$unit $programs/minio $configuration/credentials $configuration/certs/private.key $configuration/certs/public.crt"
write_file "$unit" 0644 <<UNIT
# Written by carbonio-infra; changes are overwritten.
[Unit]
Description=MinIO, object storage for mail
Wants=network-online.target
After=network-online.target
RequiresMountsFor=$data

[Service]
User=minio
Group=minio
# MinIO reads its credentials itself: an environment could be read by whoever runs as the same user.
Environment=MINIO_CONFIG_ENV_FILE=$configuration/credentials
Environment=MINIO_SITE_REGION=$region MINIO_BROWSER=off MINIO_UPDATE=off
ExecStartPre=/bin/sh -c 'sha256sum $begun_with >/run/minio/begun-with'
ExecStart=$programs/minio server --quiet --address :$port --certs-dir $configuration/certs $data
Restart=always
RestartSec=2
TimeoutStopSec=60
LimitNOFILE=65536
UMask=0077
RuntimeDirectory=minio
RuntimeDirectoryMode=0700
ReadWritePaths=${data%/*}
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectControlGroups=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
NoNewPrivileges=yes
CapabilityBoundingSet=
SystemCallArchitectures=native

[Install]
WantedBy=multi-user.target
UNIT

mark_serving
systemctl daemon-reload
systemctl enable --quiet minio.service
runs_what_is_wanted() { systemctl is-active --quiet minio.service && sha256sum --check --status /run/minio/begun-with 2>/dev/null; }
runs_what_is_wanted || systemctl restart minio.service || true

last_words() { journalctl --unit minio.service --lines 5 --output cat 2>/dev/null | tr '\n' ' '; }
answer() { curl --silent --show-error --fail --noproxy '*' --max-time 5 --output /dev/null "https://$fqdn:$port/minio/health/live" 2>&1; }
started=$SECONDS
until seen="$(answer)" || [ $((SECONDS - started)) -ge "$patience_seconds" ]; do sleep 0.5; done
expect minio "an answer of https://$fqdn:$port within $patience_seconds s, with a certificate that this host trusts" \
  "${seen:-an answer}${seen:+; it said last: $(last_words)}" [ -z "$seen" ]
if runs_what_is_wanted; then seen="that one"; else seen="$(systemctl is-active minio.service || true), another one"; fi
expect minio-version "the server running that was installed" "$seen" [ "$seen" = "that one" ]
conclude
