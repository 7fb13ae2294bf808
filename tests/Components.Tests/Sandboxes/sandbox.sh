#!/usr/bin/env bash
# sandbox.sh ARRANGE COMMAND INSPECT: runs inside fresh mount, network, process and host name namespaces.
set -euo pipefail

base=/mnt
mount -t tmpfs -o mode=0755 sandbox "$base"
mkdir "$base/changes" "$base/work" "$base/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$base/changes,workdir=$base/work" "$base/root"
mount -t proc proc "$base/root/proc"
mount --rbind /dev "$base/root/dev"
mount -t tmpfs -o mode=0755 run "$base/root/run"
mount -t tmpfs -o mode=1777 tmp "$base/root/tmp"
ip link set lo up

chroot "$base/root" bash -euc "$1" </dev/null
result=0
chroot "$base/root" bash -c "$2" || result=$?
echo '--- inspect'
chroot "$base/root" bash -c "$3" </dev/null || true
exit "$result"
