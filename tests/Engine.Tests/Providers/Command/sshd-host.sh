#!/bin/sh
# Runs sshd as the one service of a host: it must be called as the first process of new mount and process namespaces, so that
# nothing of the host outlives this process. $1 is the host's folder; files below its etc take the place of the machine's.
# Each line on standard input pulls one thing: the first ends sshd's listener, its end ends the host.
set -eu
folder="$1"
if [ -d "$folder/etc" ]; then
  (cd "$folder/etc" && find . -type f) | while read -r file; do
    mount --bind "$folder/etc/$file" "/etc/$file"
  done
fi
/usr/sbin/sshd -D -e -f "$folder/sshd_config" </dev/null &
listener=$!
if read -r _; then
  kill "$listener"
  wait "$listener" || :
  printf 'listener ended\n' >&2
  read -r _ || :
fi
