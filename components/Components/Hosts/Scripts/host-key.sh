#!/usr/bin/env bash
# Makes the host's own key where nobody else sees it and prints the public half. The throw-away key by which this script came stays
# until a step that is pinned to the new one takes it away, so this script can run again until then.
# uses: sshd_offers wait_until
set -euo pipefail

key=/etc/ssh/ssh_host_ed25519_key
# The image may have brought a key of the same name, which others know.
made=/etc/ssh/carbonio-infra-host-key.pub

if ! [ -s "$made" ] || ! ssh-keygen -y -f "$key" 2>/dev/null | cut -d ' ' -f 1,2 | cmp -s - <(cut -d ' ' -f 1,2 "$made"); then
  folder="$(mktemp -d /etc/ssh/carbonio-infra.XXXXXX)"
  trap 'rm -rf "$folder"' EXIT
  ssh-keygen -q -t ed25519 -N '' -C '' -f "$folder/key"
  mv -f "$folder/key" "$key"
  mv -f "$folder/key.pub" "$key.pub"
  if command -v restorecon >/dev/null; then restorecon "$key" "$key.pub"; fi
  cp "$key.pub" "$made.new"
  mv -f "$made.new" "$made"
fi

reload_sshd
public="$(cut -d ' ' -f 1,2 "$key.pub")"
wait_until 30 "sshd to offer its new ed25519 key" sshd_offers ed25519 "$public"
printf '%s\n' "$public"
