# shellcheck shell=bash
# Arguments, places, locks and messages.

# Messages go to standard error: standard output belongs to results (host-up's JSON line, exec's output).
say() { printf 'lab: %s\n' "$*" >&2; }
fail() {
  say "$*"
  exit 1
}

require_root() {
  ((EUID == 0)) || fail "the lab makes network namespaces and mounts: run it as root (found uid $EUID)"
}

# Verbs and the options each accepts beside --stack; a leading ! stands for "takes no value".
options_of_verb() {
  case $1 in
    network-up) echo "subnet" ;;
    host-up) echo "address authorized-key user system memory pids !data" ;;
    install-packages) echo "!yes" ;;
    measure) echo "hosts" ;;
  esac
}

takes_host() {
  [[ $1 =~ ^(exec|power-off|power-on|wipe|partition|heal-network|data-up|data-down|host-up|host-down)$ ]]
}

declare -A OPTION=([stack]=lab)
declare -a COMMAND=()
HOST=

parse_arguments() {
  local verb=$1 argument name accepted
  shift
  accepted=" stack $(options_of_verb "$verb") "
  while (($#)); do
    argument=$1
    shift
    case $argument in
      --)
        [[ $verb == exec ]] || fail "$verb takes no command: found '--'"
        COMMAND=("$@")
        break
        ;;
      --*)
        name=${argument#--}
        if [[ $accepted == *" !$name "* ]]; then
          OPTION[$name]=yes
        elif [[ $accepted == *" $name "* ]]; then
          (($#)) || fail "--$name needs a value"
          OPTION[$name]=$1
          shift
        else
          fail "$verb does not know the option $argument"
        fi
        ;;
      *)
        takes_host "$verb" || fail "$verb takes no argument: found '$argument'"
        [[ -z $HOST ]] || fail "$verb takes one host: found '$HOST' and '$argument'"
        HOST=$argument
        ;;
    esac
  done
  if takes_host "$verb"; then
    [[ -n $HOST ]] || fail "$verb needs a host"
    [[ $HOST =~ ^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$ ]] || fail "'$HOST' is not a host name: lower-case letters, digits and -"
  fi
  set_places "${OPTION[stack]}"
}

# Everything a lab owns is found through its folder: the key in the names of interfaces and cgroups is a hash of it, so two
# labs never share one and the remains of a lab can be named without any record of what it once made.
set_places() {
  [[ $1 =~ ^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$ ]] || fail "'$1' is not a stack name: letters, digits, . _ and -"
  STATE_DIR=$(realpath -m -- "${CARBONIO_STATE_DIR:-${HOME:-/root}/.local/state/carbonio-infra}")
  CACHE_DIR=$(realpath -m -- "${CARBONIO_CACHE_DIR:-${HOME:-/root}/.cache/carbonio-infra}")
  local place
  for place in "$STATE_DIR" "$CACHE_DIR"; do
    # They become part of overlayfs mount options, which have no quoting worth relying on.
    [[ $place != *[:,\\[:space:]\"]* ]] || fail "a colon, comma, quote, backslash or space cannot be part of '$place'"
  done
  STACK=$1
  LAB_DIR=$STATE_DIR/$STACK.lab
  LAB_KEY=$(key_of "$LAB_DIR")
  CLAIM_DIR=$RUN_DIR/$LAB_KEY
}

key_of() {
  local sum
  sum=$(printf '%s' "$1" | sha256sum)
  printf '%s' "${sum:0:6}"
}

# Claims of all labs of this machine, whatever their state folders.
readonly RUN_DIR=/run/carbonio-infra
STATE_DIR='' CACHE_DIR='' STACK='' LAB_DIR='' LAB_KEY='' CLAIM_DIR=''

# Longer than an image takes to build: whoever waits here waits for a run that an interrupted launcher left behind.
readonly LOCK_SECONDS=900

# lock_directory VARIABLE DIRECTORY -x|-s: holds a lock on the directory itself, so that no lock file outlives the lab. The
# descriptor's number goes to VARIABLE. A directory removed while we waited is made and locked anew.
lock_directory() {
  local -n descriptor=$1
  local directory=$2 mode=$3
  while :; do
    # To this machine the users of hosts are its own users: none of them may look into a host's disk.
    (umask 077 && mkdir -p -- "$directory")
    { exec {descriptor}<"$directory"; } 2>/dev/null || continue
    if ! flock "$mode" -n "$descriptor"; then
      say "waiting for another run that works on $directory"
      flock "$mode" -w "$LOCK_SECONDS" "$descriptor" || fail "gave up after $LOCK_SECONDS s waiting for the lock on $directory"
    fi
    [[ /proc/self/fd/$descriptor -ef $directory ]] && return 0
    exec {descriptor}<&-
  done
}

unlock() {
  local -n open_descriptor=$1
  exec {open_descriptor}<&-
}

# wait_until SECONDS COMMAND...: polls ten times a second, without a process of its own.
wait_until() {
  local deadline=$((SECONDS + $1)) result=0 never
  shift
  ! "$@" || return 0
  exec {never}<> <(:)
  until "$@"; do
    ((SECONDS < deadline)) || { result=1 && break; }
    read -r -t 0.1 -u "$never" || true
  done
  exec {never}>&-
  return "$result"
}

# write_file PATH: standard input becomes the file, whole or not at all.
write_file() {
  cat >"$1.new"
  mv -f -- "$1.new" "$1"
}

port_answers() {
  (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null
}
