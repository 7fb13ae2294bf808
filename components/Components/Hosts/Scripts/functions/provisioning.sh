#!/usr/bin/env bash
# The directory as `carbonio prov -l` shows and changes it. OBJECT is config, "domain NAME", "server NAME" or "cos NAME".
# attribute_values OBJECT ATTRIBUTE: its values; of several, one a line.
# set_attributes OBJECT ATTRIBUTE VALUE...: +ATTRIBUTE adds to what is there. What it says of itself is not to be trusted.
# ensure_attribute OBJECT ATTRIBUTE VALUE: sets it unless it has this one value, and judges what is there then.
# ensure_attribute_value OBJECT ATTRIBUTE VALUE: adds the value unless it is among those there, and judges likewise.
# uses: as_zextras verdict
provisioning_command() {
  local -A verbs=([config]=cf [domain]=d [server]=s [cos]=c)
  printf '%s%s' "$1" "${verbs[${2%% *}]:?}"
}

attribute_values() {
  local answer command words
  read -ra words <<<"$1"
  command=(carbonio prov -l "$(provisioning_command g "$1")" "${words[@]:1}" "$2")
  answer="$(as_zextras "${command[@]}")" || die "expected an answer to '${command[*]}', it failed"
  # A value of several lines goes on until the next attribute. Through a pipe, because it may be a key.
  printf '%s\n' "$answer" | awk -v attribute="$2: " '
    index($0, attribute) == 1 { taken = 1; print substr($0, length(attribute) + 1); next }
    /^[A-Za-z0-9]+: / || /^# / || $0 == "" { taken = 0 }
    taken'
}

set_attributes() {
  local command object=$1 words
  shift
  command="$(provisioning_command m "$object")"
  read -ra words <<<"$object"
  as_zextras carbonio prov -l "$command" "${words[@]:1}" "$@" >&2 || true
}

ensure_attribute() {
  local seen
  seen="$(attribute_values "$1" "$2")"
  if [ "$seen" != "$3" ]; then
    set_attributes "$1" "$2" "$3"
    seen="$(attribute_values "$1" "$2")"
  fi
  expect "${1%% *}-$2" "${3:-no value}" "${seen:-no value}" [ "$seen" = "$3" ]
}

ensure_attribute_value() {
  local seen
  seen="$(attribute_values "$1" "$2")"
  if ! grep -qxF -- "$3" <<<"$seen"; then
    set_attributes "$1" "+$2" "$3"
    seen="$(attribute_values "$1" "$2")"
  fi
  expect "${1%% *}-$2" "$3 among the values" "${seen:-no value}" grep -qxF -- "$3" <<<"$seen"
}
