#!/usr/bin/env bash
# This proxy serves under the public name, and answers on every port that clients use.
# uses: verdict soon carbonio_services
set -euo pipefail
: "${public_hostname:?}" "${ports:?}" "${patience_seconds:?}"

# The name under which nginx was configured last.
readonly served_name=/var/lib/carbonio-infra/public-hostname

listens() { [ -n "$(ss -Hltn "sport = :$1")" ]; }

silent_ports() {
  local port
  for port in $ports; do listens "$port" || echo "$port"; done | paste -sd ' '
}

listens_on_all() { [ -z "$(silent_ports)" ]; }

web_answer() {
  curl --silent --insecure --noproxy '*' --max-time 20 --output /dev/null --write-out '%{http_code}' \
    --resolve "$public_hostname:443:127.0.0.1" "https://$public_hostname/" || true
}

web_answers() { [[ "$(web_answer)" =~ ^(200|30[1278])$ ]]; }

# greeting PORT GOODBYE: the first line that a client sees there within TLS.
greeting() {
  (printf '%s\r\n' "$2" | timeout 15 openssl s_client -quiet -connect "127.0.0.1:$1" 2>/dev/null || true) | head -n 1 | tr -d '\r'
}

if [ "$(cat "$served_name" 2>/dev/null || true)" != "$public_hostname" ]; then
  request_restart proxy
  restart_if_requested
  mkdir -p "${served_name%/*}"
  printf '%s\n' "$public_hostname" >"$served_name"
fi

soon "$patience_seconds" listens_on_all || true
seen="$(silent_ports)"
expect proxy-ports "nginx on TCP $ports" "${seen:+nobody on }${seen:-all of them}" [ -z "$seen" ]
soon "$patience_seconds" web_answers || true
seen="$(web_answer)"
expect proxy-web "200 or a redirection from https://$public_hostname/" "$seen" web_answers
while IFS='|' read -r name port goodbye text; do
  seen="$(greeting "$port" "$goodbye" || true)"
  expect "proxy-$name" "$text on TCP $port" "${seen:-no greeting}" [ "${seen#"$text"}" != "$seen" ]
done <<'END'
imap|993|a LOGOUT|* OK
pop|995|QUIT|+OK
END
conclude
