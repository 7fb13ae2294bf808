#!/usr/bin/env bash
# as_zextras COMMAND [ARGUMENT...]: runs it in a login shell of Carbonio's user, which finds Carbonio's commands. Standard input is
# passed on: secrets go there, never into an argument.
as_zextras() {
  local command
  printf -v command '%q ' "$@"
  su -s /bin/bash - zextras -c "$command"
}
