#!/usr/bin/env bash
# What a machine must be before anything is changed on it; reports every shortcoming at once.
# uses: verdict operating_system carbonio_installed packages serving
set -euo pipefail
: "${operating_system:?}" "${address:?}" "${min_cpus:?}" "${min_memory_mib:?}" "${min_disk_gib:?}" "${tcp_ports?}" "${udp_ports?}"

# The same on every node: each is compared with what the cluster says, so that none waits for another.
release="$(operating_system_release)"
expect operating-system "$operating_system, as on every node (setting operatingSystem)" "$release" [ "$release" = "$operating_system" ]

[ -e /etc/update-motd.d/60-unminimize ] && seen="a minimized system" || seen=complete
expect complete-system "an installation that is not minimized (\`unminimize\` completes it)" "$seen" [ "$seen" = complete ]

expect architecture x86_64 "$(uname -m)" [ "$(uname -m)" = x86_64 ]

cpus="$(nproc)"
expect processors "at least $min_cpus" "$cpus" [ "$cpus" -ge "$min_cpus" ]

# Firmware and kernel keep a part of the nominal memory, file systems a part of the nominal disk: a tenth less is enough.
memory_mib="$(awk '$1 == "MemTotal:" { print int($2 / 1024) }' /proc/meminfo)"
enough=$((min_memory_mib * 9 / 10))
expect memory "at least $enough of $min_memory_mib MiB" "$memory_mib MiB" [ "$memory_mib" -ge "$enough" ]

disk_gib="$(df -P -B1M / | awk 'NR == 2 { print int($2 / 1024) }')"
enough=$((min_disk_gib * 9 / 10))
expect disk "at least $enough of $min_disk_gib GiB on /" "$disk_gib GiB" [ "$disk_gib" -ge "$enough" ]

# Services bind to it: one that is translated on the way here will not do.
own="$(ip -4 -o address show scope global | awk '{ sub(/\/.*/, "", $4); print $4 }' | paste -sd ' ')"
expect address "$address on an interface of this host" "${own:-no address}" grep -qwF "$address" <<<"$own"

foreign="$(installed_packages postfix exim4-base sendmail sendmail-bin nginx nginx-core nginx-common apache2 httpd lighttpd webmin cockpit cockpit-ws |
  paste -sd ' ')"
expect foreign-servers "no other mail or web server" "${foreign:-none}" [ -z "$foreign" ]

# taken_ports OPTION PORTS: those of the list that a process holds, each with its owner.
taken_ports() {
  ss -Hlnp "$1" | awk -v wanted="$2" '
    BEGIN {
      count = split(wanted, ranges, " ")
      for (i = 1; i <= count; i++) { split(ranges[i], ends, "-"); first[i] = ends[1] + 0; last[i] = (ends[2] == "" ? ends[1] : ends[2]) + 0 }
    }
    {
      port = $4; sub(/.*:/, "", port); port += 0
      owner = "an unknown process"; if (match($0, /"[^"]+"/)) owner = substr($0, RSTART + 1, RLENGTH - 2)
      for (i = 1; i <= count; i++)
        if (port >= first[i] && port <= last[i] && !(port in seen)) { seen[port] = 1; printf "%s%d (%s)", separator, port, owner; separator = ", " }
    }'
}

if carbonio_installed; then
  verdict not-applicable user-zextras "no user zextras before the first installation" "Carbonio is installed"
else
  user="$(getent passwd zextras || true)"
  expect user-zextras "no user zextras before the first installation" "${user:-none}" [ -z "$user" ]
fi

if carbonio_installed || serves_already; then
  verdict not-applicable free-ports "the node's ports free before the first installation" "the node serves already"
else
  taken="$(taken_ports -t "$tcp_ports")"
  expect free-ports "TCP ports free: $tcp_ports" "${taken:+taken: }${taken:-all free}" [ -z "$taken" ]
  taken="$(taken_ports -u "$udp_ports")"
  expect free-udp-ports "UDP ports free: $udp_ports" "${taken:+taken: }${taken:-all free}" [ -z "$taken" ]
fi

conclude
