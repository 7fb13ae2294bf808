# shellcheck shell=bash
# The figures in README.md: N hosts from the cached image to SSH, all started at once, as `up` does.

verb_measure() {
  local count=${OPTION[hosts]:-13} available after start used subnet number folder failed=0
  [[ $count =~ ^([1-9]|[1-9][0-9]|1[0-9][0-9]|200)$ ]] || fail "--hosts must be 1 to 200: found '$count'"
  require_packages
  find_archives
  ensure_image
  folder=$(mktemp -d "$CACHE_DIR/measure-XXXXXX")
  CARBONIO_STATE_DIR=$folder
  export CARBONIO_STATE_DIR
  set_places measure
  # shellcheck disable=SC2064 # the folder of now: on exit the variable is gone
  trap "verb_network_down; rm -rf -- '$folder'" EXIT
  subnet=198.19.$((RANDOM % 256))
  ssh-keygen -q -t ed25519 -N '' -f "$folder/key"
  "$LAB_HOME/lab.sh" network-up --stack measure --subnet "$subnet.0/24" >/dev/null

  available=$(available_memory)
  start=${EPOCHREALTIME/./}
  for ((number = 1; number <= count; number++)); do
    "$LAB_HOME/lab.sh" host-up "host$number" --stack measure --address "$subnet.$((number + 10))" \
      --authorized-key "$(<"$folder/key.pub")" >/dev/null &
  done
  for ((number = 1; number <= count; number++)); do
    wait -n || failed=1
  done
  after=${EPOCHREALTIME/./}
  ((failed == 0)) || fail "a host did not come up"
  printf '%d hosts: SSH after %d.%d s' "$count" $(((after - start) / 1000000)) $(((after - start) / 100000 % 10))
  sleep 5 # what a host still starts after sshd counts as well
  used=$(group_memory)
  printf ', %d MiB of memory; the machine has %d MiB less than before\n' \
    $((${used:-0} / 1048576)) $(((available - $(available_memory)) / 1024))
}

# KiB that new processes could have; what others on the machine do counts, too.
available_memory() { awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo; }
