# shellcheck shell=bash
if [ "$1" = remove ]; then systemctl --quiet disable --now @UNITS@; fi
