#!/usr/bin/env bash
# sshd_offers TYPE KEY: whether this host's sshd shows the public key ("TYPE BASE64") to new connections.
# reload_sshd: makes it read its keys anew; connections stay.
sshd_port() { sshd -T 2>/dev/null | awk '$1 == "port" { print $2; exit }'; }

sshd_offers() {
  local offered port
  port="$(sshd_port)"
  offered="$(ssh-keyscan -T 5 -t "$1" -p "${port:-22}" 127.0.0.1 2>/dev/null | cut -d ' ' -f 2,3)"
  [ "$offered" = "$2" ]
}

# One of the two names exists. With socket activation the service may be off: it reads its keys when it starts.
reload_sshd() { systemctl try-reload-or-restart ssh.service 2>/dev/null || systemctl try-reload-or-restart sshd.service; }
