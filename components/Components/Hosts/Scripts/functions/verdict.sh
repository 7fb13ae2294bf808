#!/usr/bin/env bash
# verdict OUTCOME CHECK EXPECTED SEEN: prints one JSON line; OUTCOME is ok, failed or not-applicable.
# conclude: ends the step with every failed check, if there is one.
: "${host:?}" "${step:?}"
failed_checks=()

# set_json_text VARIABLE TEXT: into the variable, for a process for each text would be most of what a check costs.
set_json_text() {
  local text=$2
  text=${text//\\/\\\\}
  text=${text//\"/\\\"}
  text=${text//$'\n'/\\n}
  text=${text//$'\t'/\\t}
  printf -v "$1" '"%s"' "$text"
}

json_text() {
  local quoted
  set_json_text quoted "$1"
  printf '%s' "$quoted"
}

verdict() {
  local host_text check_text expected_text seen_text
  set_json_text host_text "$host"
  set_json_text check_text "$2"
  set_json_text expected_text "$3"
  set_json_text seen_text "$4"
  printf '{"host":%s,"check":%s,"verdict":"%s","expected":%s,"seen":%s}\n' "$host_text" "$check_text" "$1" "$expected_text" "$seen_text"
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
