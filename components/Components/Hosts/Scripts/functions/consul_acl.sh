#!/usr/bin/env bash
# ensure_consul_policy TOKEN NAME RULES: the mesh has the policy, with these rules.
# ensure_consul_token TOKEN DESCRIPTION POLICY: prints the secret of the token so described, which has this policy alone. Consul keeps it.
# uses: consul_api
ensure_consul_policy() {
  local id body
  body="$(jq -n --arg name "$2" --arg rules "$3" '{Name: $name, Description: "Written by carbonio-infra", Rules: $rules}')"
  id="$(consul_api "$1" GET acl/policies | jq -r --arg name "$2" '.[] | select(.Name == $name) | .ID')"
  if [ -z "$id" ]; then
    consul_api "$1" PUT acl/policy "$body" >/dev/null
  elif [ "$(consul_api "$1" GET "acl/policy/$id" | jq -r .Rules)" != "$3" ]; then
    consul_api "$1" PUT "acl/policy/$id" "$body" >/dev/null
  fi
}

ensure_consul_token() {
  local id body
  body="$(jq -n --arg description "$2" --arg policy "$3" '{Description: $description, Policies: [{Name: $policy}]}')"
  id="$(consul_api "$1" GET acl/tokens | jq -r --arg description "$2" '[.[] | select(.Description == $description) | .AccessorID][0] // ""')"
  if [ -z "$id" ]; then
    consul_api "$1" PUT acl/token "$body" | jq -er .SecretID
  elif [ "$(consul_api "$1" GET "acl/token/$id" | jq -r '[.Policies[]?.Name] | join(" ")')" != "$3" ]; then
    consul_api "$1" PUT "acl/token/$id" "$body" | jq -er .SecretID
  else
    consul_api "$1" GET "acl/token/$id" | jq -er .SecretID
  fi
}
