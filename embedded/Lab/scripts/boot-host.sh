#!/usr/bin/env bash
# boot-host.sh LAB-KEY CGROUP HOST FOLDER IMAGE ADDRESS MAC CABLE BRIDGE DATA: keeps one host running until it is powered off.
# DATA is a folder of this machine that the host sees as /srv/carbonio-data, or empty.
#
# Mounts, network namespace and cable are private to this process and vanish with it, however it ends: there is nothing to
# clean up after a kill -9.
set -euo pipefail

readonly MACHINE_NETWORK=9

if [[ ${1:-} != --inside ]]; then
  # The way back to the machine's network, where the other end of the cable goes.
  exec 9</proc/self/ns/net
  exec unshare --mount --net --propagation private -- "$0" --inside "$@"
fi
shift
here=$(dirname -- "$0")
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$here/common.sh"
# shellcheck source-path=SCRIPTDIR source=cgroup.sh
source "$here/cgroup.sh"
LAB_KEY=$1 group=$2 host=$3 folder=$4 image=$5 address=$6 mac=$7 cable=$8 bridge=$9 data=${10}

on_machine() { nsenter --net="/proc/self/fd/$MACHINE_NETWORK" -- "$@"; }

# The bridge last: whoever sees the cable in it may rely on the address being there.
on_machine ip link add "$cable" type veth peer name eth0 address "$mac" netns "$$"
ip -batch - <<BATCH
link set lo up
address add $address/24 broadcast + dev eth0
link set eth0 up
BATCH
on_machine ip link set "$cable" addrgenmode none 2>/dev/null || true # a machine without IPv6 has nothing to turn off
on_machine ip link set "$cable" master "$bridge" up
exec 9<&-

mkdir -p "$folder/root"
mount -t overlay -o "lowerdir=$image,upperdir=$folder/disk/upper,workdir=$folder/disk/work" overlay "$folder/root"
# systemd-nspawn leaves traces in /run; let it have one of its own.
mount -t tmpfs -o mode=755 tmpfs /run

# No machined, no unit, no lock files: the lab keeps its own order. /tmp on disk, as on a server.
export SYSTEMD_NSPAWN_LOCK=0 SYSTEMD_NSPAWN_TMPFS_TMP=0
run_host() {
  # Below us in the tree: cgroup v2 hands controllers only to groups beside which no process sits.
  cgroup_join "$group/machine"
  exec systemd-nspawn --quiet --boot --register=no --keep-unit --settings=no --directory="$folder/root" --machine="$host" \
    --uuid="$(<"$folder/disk/upper/etc/machine-id")" --network-namespace-path=/proc/self/ns/net --capability=CAP_NET_ADMIN \
    --resolv-conf=off --timezone=off --link-journal=no ${data:+"--bind=$data:/srv/carbonio-data"}
}

readonly REBOOT=133 # systemd-nspawn's exit code when the host wants to be started again
while :; do
  result=0
  (run_host) || result=$?
  ((result == REBOOT)) || exit "$result"
done
