#!/usr/bin/env bash
# verdict OUTCOME CHECK EXPECTED SEEN: prints one JSON line; OUTCOME is ok, failed or not-applicable.
# conclude: ends the step with every failed check, if there is one.
: "${host:?}" "${step:?}"
failed_checks=()

json_text() {
  local text=$1
  text=${text//\\/\\\\}
  text=${text//\"/\\\"}
  text=${text//$'\n'/\\n}
  text=${text//$'\t'/\\t}
  printf '"%s"' "$text"
}

verdict() {
  printf '{"host":%s,"check":%s,"verdict":"%s","expected":%s,"seen":%s}\n' \
    "$(json_text "$host")" "$(json_text "$2")" "$1" "$(json_text "$3")" "$(json_text "$4")"
  if [ "$1" = failed ]; then failed_checks+=("$2: expected $3, found $4"); fi
}

# expect CHECK EXPECTED SEEN COMMAND...: the verdict is ok when the command succeeds.
expect() {
  local check=$1 expected=$2 seen=$3
  shift 3
  if "$@"; then verdict ok "$check" "$expected" "$seen"; else verdict failed "$check" "$expected" "$seen"; fi
}

conclude() {
  [ "${#failed_checks[@]}" -eq 0 ] && return 0
  printf '%s: %s: %s check(s) failed\n' "$host" "$step" "${#failed_checks[@]}" >&2
  printf '  %s\n' "${failed_checks[@]}" >&2
  exit 1
}
