#!/usr/bin/env bash
# Takes away the throw-away host key, which whoever may read the machine's user data knows.
# uses: sshd_offers wait_until
set -euo pipefail
: "${first_boot_key:?}"

key=/etc/ssh/ssh_host_ecdsa_key
public="$(cut -d ' ' -f 1,2 <<<"$first_boot_key")"
if [ -e "$key" ] && [ "$(ssh-keygen -y -f "$key" | cut -d ' ' -f 1,2)" = "$public" ]; then
  rm -f "$key" "$key.pub"
fi

reload_sshd
offers_no_more() { ! sshd_offers ecdsa "$public"; }
wait_until 30 "sshd to offer the throw-away key no more" offers_no_more
