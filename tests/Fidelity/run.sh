#!/usr/bin/env bash
# Runs the vendor's playbooks on three new hosts of a lab of its own, which goes afterwards. README.md beside this file says what is needed.
set -euo pipefail

readonly INSTALL_COMMIT=e676e8dec21231bb98007e0037a38a383a3bd432 HA_COMMIT=233d3fd5f904adf4b50739d9c11ec66e1da1b9df
readonly STACK=fidelity HOSTS=(svc1 svc2 svc3)
HERE=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
LAB=$HERE/../../embedded/Lab/lab.sh
readonly HERE LAB

fail() {
  printf 'run.sh: %s\n' "$1" >&2
  exit 1
}

lab() { "$LAB" "$1" --stack "$STACK" "${@:2}"; }

# check_commit DIRECTORY COMMIT: a work tree at that commit. Archives of Kafka may be absent: nothing here reads them.
check_commit() {
  local found changed
  found=$(git -C "$1" rev-parse HEAD) || fail "$1 is no checkout"
  [[ $found == "$2" ]] || fail "$1: expected commit $2, found $found"
  changed=$(git -C "$1" diff --name-only HEAD -- . ':(exclude)*.tgz')
  [[ -z $changed ]] || fail "$1: expected no changes, found $changed"
}

make_lab() {
  local network i host
  network=$(lab network-up --subnet "$SUBNET.0/24")
  for i in "${!HOSTS[@]}"; do
    lab host-up "${HOSTS[i]}" --address "$SUBNET.$((11 + i))" --system ubuntu-22.04 --authorized-key "$(<"$WORK/key.pub")" >"$WORK/host"
    printf '%s %s\n' "$SUBNET.$((11 + i))" "$(jq -r .hostKey "$WORK/host")" >>"$WORK/known_hosts"
  done
  for host in "${HOSTS[@]}"; do
    prepare_host "$host" "$network"
  done
}

# prepare_host HOST NETWORK: what the vendor asks of a machine before its playbooks, and the lab's repository in place of the vendor's.
prepare_host() {
  local i hosts=$'127.0.0.1 localhost\n'
  for i in "${!HOSTS[@]}"; do
    hosts+="$SUBNET.$((11 + i)) ${HOSTS[i]}.example.com ${HOSTS[i]}"$'\n'
  done
  # shellcheck disable=SC2016 # the host expands it
  lab exec "$1" -- bash -euo pipefail -c '
    printf %s "$1" >/etc/hosts
    hostnamectl set-hostname "$2.example.com"
    apt-get -qq update
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y curl gnupg locales python3 python3-apt >/dev/null
    sed -i "s/^# *en_US.UTF-8 UTF-8/en_US.UTF-8 UTF-8/" /etc/locale.gen
    locale-gen >/dev/null
    curl -fsS "$4" | gpg --dearmor >/usr/share/keyrings/zextras.gpg
    gpg --show-keys --with-colons /usr/share/keyrings/zextras.gpg | grep -q "^fpr:.*:$5:"
    echo "deb [arch=amd64 signed-by=/usr/share/keyrings/zextras.gpg] $3 jammy main" >/etc/apt/sources.list.d/zextras.list
    apt-get -qq update' bash "$hosts" "$1" \
    "$(jq -r .carbonio.url <<<"$2")" "$(jq -r .carbonio.keyUrl <<<"$2")" "$(jq -r .carbonio.keyFingerprint <<<"$2")"
}

# play INVENTORY PLAYBOOK ...: one line of verdict and Ansible's own recap; the log stays. The inventory has one name, beside which the
# playbooks keep passwords.
play() {
  local name log host start=$SECONDS code=0
  name=$(basename "$2" .yml)
  log=$LOGS/$name.log
  sed "s/@SUBNET@/$SUBNET/" "$HERE/$1" >"$WORK/inventory"
  ansible-playbook -i "$WORK/inventory" -e "@$HERE/variables.yaml" "${@:2}" >"$log" 2>&1 </dev/null || code=$?
  # Playbooks leave here what they have seen on hosts, a token among it.
  for host in "${HOSTS[@]}"; do
    rm -f -- "/tmp/sdbo_$host.example.com" "/tmp/pso_$host.example.com"
  done
  if ((code == 0)); then
    printf 'passed  %4d s  %s\n' $((SECONDS - start)) "$name"
    sed -n 's/^\(svc.*ok=.*\)$/                \1/p' "$log"
  else
    FAILED=1
    printf 'FAILED  %4d s  %s (exit code %d), %s\n' $((SECONDS - start)) "$name" "$code" "$log"
    grep -B40 -m1 '^fatal:' "$log" | grep -E '^TASK|^fatal:' | tail -n 2 | cut -c1-600 || true
    return 1
  fi
}

# check HOST [ROLE...]: what a playbook that has passed may have left undone. Services and their health need a moment after a restart.
check() {
  local found deadline=$((SECONDS + 60))
  while :; do
    found=$(lab exec "$1" -- bash -s - "${@:2}" <"$HERE/check-host.sh") || found+='check-host.sh failed'
    [[ -n $found ]] || return 0
    ((SECONDS < deadline)) || break
  done
  FAILED=1
  printf 'FAILED          %s\n%s\n' "$1" "$found"
  return 1
}

clean_up() {
  lab network-down >&2 || true
  ((FAILED)) || rm -rf -- "$WORK"
}

main() {
  (($# == 2)) || fail 'usage: tests/Fidelity/run.sh INSTALL_CHECKOUT HA_CHECKOUT'
  check_commit "$1" "$INSTALL_COMMIT"
  check_commit "$2" "$HA_COMMIT"
  ((EUID == 0)) || fail 'expected root'
  WORK=$(mktemp -d)
  LOGS=${FIDELITY_LOGS:-$WORK}
  SUBNET=${FIDELITY_SUBNET:-198.18.77}
  export CARBONIO_STATE_DIR=$WORK/state
  FAILED=0
  mkdir -p "$LOGS"
  trap clean_up EXIT
  ssh-keygen -q -t ed25519 -N '' -f "$WORK/key"
  export ANSIBLE_REMOTE_USER=root ANSIBLE_PRIVATE_KEY_FILE=$WORK/key ANSIBLE_NOCOLOR=1 ANSIBLE_FORKS=3
  export ANSIBLE_SSH_ARGS="-o UserKnownHostsFile=$WORK/known_hosts -o ControlMaster=auto -o ControlPersist=60s"
  make_lab
  play inventory-install.ini "$1/playbooks/carbonio_install.yml" --skip-tags set-repos,set-zextras-repos,minimize-swap
  check svc1 mesh
  check svc2
  check svc3
  play inventory-ha.ini "$2/carbonio_kafka/playbooks/carbonio_kafka_install.yml" \
    --skip-tags kafka_download,kafka_unpack,kafka_config,kafka_kraft,kafka_service,kafka_cleanup
  play inventory-ha.ini "$2/carbonio_patroni/playbooks/carbonio_replica_postgres_install.yml" --skip-tags set-repos
  play inventory-ha.ini "$2/carbonio_patroni/playbooks/carbonio_patroni_install.yml" --skip-tags set-repos
  play inventory-ha.ini "$2/carbonio_ldap/playbooks/carbonio_install_mmr.yml"
  check svc1 mesh directory postgresql
  check svc2 mesh directory postgresql
  check svc3
}

main "$@"
