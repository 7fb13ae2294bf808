#!/usr/bin/env bash
# consul_api TOKEN METHOD PATH [BODY]: what the mesh's Consul on this host answers; fails when that is no success. The token stands in
# no argument.
# consul_value TOKEN KEY: a value, nothing when the key does not exist; ends the step when Consul does not tell.
consul_api() {
  local token=$1 method=$2 path=$3
  shift 3
  curl --silent --show-error --fail --max-time 10 --noproxy '*' --request "$method" --header @/dev/fd/8 ${1:+--data-binary "$1"} \
    "http://127.0.0.1:8500/v1/$path" 8< <(printf 'X-Consul-Token: %s\n' "$token")
}

consul_value() {
  local answer
  answer="$(curl --silent --max-time 10 --noproxy '*' --header @/dev/fd/8 --write-out '\n%{http_code}' \
    "http://127.0.0.1:8500/v1/kv/$2?raw" 8< <(printf 'X-Consul-Token: %s\n' "$1"))" || true
  case "${answer##*$'\n'}" in
    200) printf '%s\n' "${answer%$'\n'*}" ;;
    404) ;;
    *) die "expected Consul to tell the value of $2, found HTTP ${answer##*$'\n'}: ${answer%$'\n'*}" ;;
  esac
}
