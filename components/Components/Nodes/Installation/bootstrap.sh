#!/usr/bin/env bash
# Carbonio's first configuration of a node: once, against a directory that is known to answer. What its program prints and how it exits
# says little; what counts is its own history and its log.
# uses: verdict bootstrap_state directory_answers wait_until
set -euo pipefail
: "${plain_keys:?}" "${secret_keys:?}" "${directory_primary:?}" "${fqdn:?}" "${patience_seconds:?}" "${host:?}" "${step:?}" "${install_history:?}"

hosts_lines="$(grep -cE '^[[:space:]]*[0-9a-fA-F]*:[0-9a-fA-F:]+[[:space:]]' /etc/hosts || true)"
expect hosts-file "no IPv6 lines in /etc/hosts after the installation of packages" "$hosts_lines" [ "$hosts_lines" -eq 0 ]
conclude

if ! bootstrap_finished || [ -n "$(bootstrap_failures)" ]; then
  # With the directory out of reach or another password, the vendor's program goes on with defaults of its own.
  if [ "$directory_primary" != "$fqdn" ]; then
    wait_until "$patience_seconds" "the directory on $directory_primary to answer" directory_answers "$directory_primary"
    # shellcheck disable=SC2154
    directory_accepts "$directory_primary" || die "expected the directory on $directory_primary to take Carbonio's password, it refused"
  fi

  if [ -f "$install_history" ] && [ -n "$(bootstrap_failures)" ]; then
    # Stages that were noted are skipped when they run again, also those that failed. The two that others rely on end the program
    # when they fail, so they are good.
    sed -i '/CONFIGURED \(configCASetup\|configSetupLdap\)$/!{/: CONFIGURED /d}' "$install_history"
  fi

  folder="$(mktemp -d /run/carbonio-infra/bootstrap.XXXXXX)"
  trap 'rm -rf "$folder"' EXIT
  (
    umask 077
    printf '%s\n' "$plain_keys"
    while read -r key variable; do printf '%s="%s"\n' "$key" "${!variable}"; done <<<"$secret_keys"
  ) >"$folder/config"
  chmod 0600 "$folder/config"

  result=0
  /usr/bin/carbonio-bootstrap -c "$folder/config" >"$folder/output" 2>&1 || result=$?
  rm -f "$folder/config"
  if [ "$result" -ne 0 ]; then
    printf '%s: %s: end of what carbonio-bootstrap said:\n' "$host" "$step" >&2
    tail -n 20 "$folder/output" | sed 's/^/  /' >&2
    die "expected carbonio-bootstrap to end with exit code 0, found $result"
  fi
fi

seen="$(grep -hE 'CONFIG SESSION START|CONFIGURED END' "$install_history" 2>/dev/null | tail -n 1 || true)"
expect bootstrap "CONFIGURED END as the last session's end in $install_history" "${seen:-nothing}" bootstrap_finished
failures="$(bootstrap_failures)"
expect bootstrap-stages "no stage that failed" "${failures:-none}" [ -z "$failures" ]
conclude
# The vendor's copy of what it was given, with passwords in it.
rm -f /opt/zextras/config.[0-9]*
