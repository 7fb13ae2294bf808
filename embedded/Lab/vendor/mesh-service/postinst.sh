# shellcheck shell=bash
if [ "$1" = configure ]; then
  getent passwd @SERVICE@ >/dev/null || useradd --system --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin @SERVICE@
  systemctl daemon-reload
  systemctl --quiet enable @UNITS@
fi
