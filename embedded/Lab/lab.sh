#!/usr/bin/env bash
# The lab: real systemd hosts on this machine. See README.md beside this file.
set -euo pipefail

LAB_HOME=$(cd -- "$(dirname -- "$(realpath -- "${BASH_SOURCE[0]}")")" && pwd)
readonly LAB_HOME
for part in common packages cgroup archive image mirror vendor index network data host power sweep status measure; do
  # shellcheck source-path=SCRIPTDIR/scripts source=/dev/null
  source "$LAB_HOME/scripts/$part.sh"
done

usage() {
  cat <<'TEXT'
usage: ./carbonio-infra lab VERB [--stack NAME] ...

  look at the lab
    status                    one line per host: address, state, since when, memory
    exec HOST -- CMD ...      run CMD on HOST as root; its input, output and exit code are passed through

  break it, mend it
    power-off HOST            as if the plug were pulled
    power-on HOST             boot from the disk that is there
    wipe HOST                 lose the machine and its disk; `up --replace` of its machine builds it again
    partition HOST            cut it off from every other host and from this machine
    heal-network HOST         undo partition

  what `up` and `destroy` call
    network-up --subnet A.B.C.0/24    prints where the package repositories are
    network-down              remove hosts, mirror, network and disks of the lab
    data-up HOST              a folder that outlives the host; data-down removes it
    host-up HOST --address A --authorized-key KEY [--user root|carbonio] [--system ubuntu-22.04|ubuntu-24.04]
            [--memory MIB] [--pids N] [--data]
    host-down HOST
    sweep                     remove what crashed labs left behind

  the machine
    install-packages [--yes]
    image                     build the base image now, if it is not cached
    vendor                    build the stand-ins of Carbonio's packages now; a lab that exists serves them from then on, with what
                              Debian's archives have now
    measure [--hosts N]       boot N hosts (13) in a lab of their own, print seconds and memory, remove them

  --stack defaults to `lab`. Disks and keys live in $CARBONIO_STATE_DIR (~/.local/state/carbonio-infra), the base image
  and Debian packages in $CARBONIO_CACHE_DIR (~/.cache/carbonio-infra).
TEXT
}

main() {
  if (($# == 0)); then
    usage >&2
    exit 2
  fi
  local verb=$1
  shift
  case $verb in
    -h | --help | help) usage ;;
    status | exec | power-off | power-on | wipe | partition | heal-network | network-up | network-down | \
      data-up | data-down | host-up | host-down | sweep | install-packages | image | vendor | measure)
      require_root
      parse_arguments "$verb" "$@"
      "verb_${verb//-/_}"
      ;;
    *) fail "unknown verb '$verb'; \`./carbonio-infra lab help\` lists them" ;;
  esac
}

main "$@"
