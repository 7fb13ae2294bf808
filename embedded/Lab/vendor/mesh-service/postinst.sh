# shellcheck shell=bash
if [ "$1" = configure ]; then
  getent passwd @SERVICE@ >/dev/null || useradd --system --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin @SERVICE@
  # It would reload too.
  systemctl --quiet --no-reload enable @UNITS@
  systemctl daemon-reload
fi
