#!/usr/bin/env bash
# A step with two secrets: puts each where its service would read it, and is as careless in what it prints as a failing client.
# uses: write_file
: "${setting:?}" "${password:?}" "${outcome:?}"

install -d -m 755 /etc/carbonio-canary
printf '%s' "$setting" | write_file /etc/carbonio-canary/setting 600
printf '%s' "$password" | write_file /etc/carbonio-canary/password 400
chown daemon: /etc/carbonio-canary/password

printf 'cannot connect as canary:%s with key\n%s\n' "$password" "$setting"
printf 'password=%s; key:\n%s\n' "$password" "$setting" >&2
[ "$outcome" = succeeds ]
