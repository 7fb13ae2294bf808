#!/usr/bin/env bash
# Until Carbonio serves the ports behind the load balancers, a small server that names its host does.
# uses: write_file serving
set -euo pipefail
: "${program:?}" "${ports:?}"

mkdir -p /usr/local/lib/carbonio-lab
printf '%s\n' "$program" | write_file /usr/local/lib/carbonio-lab/balanced-ports.py 0644
write_file /etc/systemd/system/lab-balanced-ports.service 0644 <<EOF
[Unit]
Description=Stands in for Carbonio on the ports $ports

[Service]
ExecStart=/usr/bin/python3 /usr/local/lib/carbonio-lab/balanced-ports.py $ports
DynamicUser=yes
AmbientCapabilities=CAP_NET_BIND_SERVICE
Restart=always

[Install]
WantedBy=multi-user.target
EOF

mark_serving
systemctl daemon-reload
systemctl enable --quiet lab-balanced-ports.service
systemctl restart lab-balanced-ports.service
for port in $ports; do
  for _ in {1..50}; do
    # shellcheck disable=SC2016  # the inner shell expands
    name="$(timeout 2 bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$0"; head -n 1 <&3' "$port" 2>/dev/null || true)"
    [ "$name" != "$(hostname)" ] || continue 2
    sleep 0.2
  done
  die "expected the stand-in to answer on port $port, found: $(systemctl status --no-pager --lines 3 lab-balanced-ports.service | tail -n 3 | tr '\n' ' ')"
done
