#!/usr/bin/env bash
# systemctl for one service without systemd: starts what minio.service says, as its user and with its environment.
set -euo pipefail
echo "$*" >>/run/calls
unit=/etc/systemd/system/minio.service
setting() { sed -n "s/^$1=//p" "$unit"; }
running() { [ -e /run/minio.pid ] && kill -0 "$(cat /run/minio.pid)" 2>/dev/null; }
case "$*" in
  "is-active --quiet minio.service") running ;;
  "is-active minio.service") if running; then echo active; else echo failed; exit 3; fi ;;
  "restart minio.service")
    if running; then kill "$(cat /run/minio.pid)"; while running; do sleep 0.1; done; fi
    install -d -m 0700 -o minio -g minio /run/minio
    as_user=(setpriv --reuid minio --regid minio --clear-groups --no-new-privs --bounding-set=-all env -i "HOME=/opt/minio")
    read -ra environment <<<"$(setting Environment | tr '\n' ' ')"
    "${as_user[@]}" bash -c "umask $(setting UMask); exec $(setting ExecStartPre)"
    # shellcheck disable=SC2046  # words are what is wanted
    (exec "${as_user[@]}" "${environment[@]}" $(setting ExecStart) >/run/minio.log 2>&1 </dev/null) &
    echo "$!" >/run/minio.pid
    ;;
esac
