# shellcheck shell=bash
# Packages for hosts that have no route to the outside. One apt-cacher-ng per cache folder, the store, keeps what any lab ever
# fetched; it listens on a loopback address of its own. In each lab a socket-proxyd on the bridge's address leads there. Two
# caching proxies on one folder would corrupt it, hence the split.

readonly MIRROR_PORT=3142
readonly PROXYD=/lib/systemd/systemd-socket-proxyd

# Unpacked, never installed: the package would bring a service, a user and a cron job.
ensure_store_program() {
  local lock fetched package
  STORE_DIR=$CACHE_DIR/mirror
  STORE_PROGRAM=$STORE_DIR/$(
    # shellcheck source=/dev/null # this machine's; the libraries beside the program must fit it
    source /etc/os-release
    echo "apt-cacher-ng-$ID-${VERSION_ID:-rolling}-$(dpkg --print-architecture)"
  )
  store_program_is_complete && return 0
  lock_directory lock "$STORE_DIR" -x
  if ! store_program_is_complete; then
    say "fetching the package mirror (apt-cacher-ng)"
    rm -rf --one-file-system -- "$STORE_DIR"/.unpack-*
    fetched=$(mktemp -d "$STORE_DIR/.unpack-XXXXXX")
    mkdir -p "$fetched/archives/partial" "$fetched/root"
    # Brings whichever libraries this machine lacks, too.
    apt-get install --download-only --reinstall --yes --quiet=2 --no-install-recommends -o APT::Sandbox::User=root \
      -o DPkg::Lock::Timeout=300 -o Dir::Cache::archives="$fetched/archives" apt-cacher-ng >&2 ||
      fail "cannot fetch apt-cacher-ng (see above): \`apt-get update\` may help"
    for package in "$fetched"/archives/*.deb; do
      dpkg-deb --extract "$package" "$fetched/root"
    done
    [[ -x $fetched/root/usr/sbin/apt-cacher-ng ]] || fail "the package apt-cacher-ng holds no /usr/sbin/apt-cacher-ng"
    rm -rf --one-file-system -- "$STORE_PROGRAM"
    mv -T -- "$fetched/root" "$STORE_PROGRAM"
    rm -rf -- "$fetched"
  fi
  unlock lock
}
STORE_DIR='' STORE_PROGRAM=''

# It came with the libraries that this machine lacked then; a machine may lose more.
store_program_is_complete() {
  local libraries
  [[ -d $STORE_PROGRAM ]] || return 1
  libraries=$(LD_LIBRARY_PATH=$(library_path) ldd "$STORE_PROGRAM/usr/sbin/apt-cacher-ng") || return 1
  [[ $libraries != *'not found'* ]]
}

# One loopback address per cache folder: no port to choose, none to collide with.
store_address() {
  local key
  key=$(key_of "$1")
  printf '127.%d.%d.%d' $((16#${key:0:2})) $((16#${key:2:2})) $((16#${key:4:2} % 254 + 1))
}

# Store processes belong to no lab; their cgroup's key is that of the cache folder.
in_store_cgroup() {
  local LAB_KEY
  LAB_KEY=store-$(key_of "$1")
  shift
  "$@"
}

store_pids() { in_store_cgroup "$CACHE_DIR" cgroup_pids; }

# Callers hold the lock on RUN_DIR.
start_store() {
  local address configuration=$STORE_DIR/configuration new
  address=$(store_address "$CACHE_DIR")
  new=$(store_configuration "$address")
  if [[ -n $(store_pids) ]]; then
    [[ $(cat "$configuration/acng.conf" 2>/dev/null) != "$new" ]] || return 0
    in_store_cgroup "$CACHE_DIR" cgroup_kill ""
  fi
  mkdir -p "$configuration" "$STORE_DIR/packages" "$STORE_DIR/log"
  write_file "$configuration/acng.conf" <<<"$new"
  in_store_cgroup "$CACHE_DIR" spawn store "$STORE_DIR/log/output" \
    env "LD_LIBRARY_PATH=$(library_path)" "$STORE_PROGRAM/usr/sbin/apt-cacher-ng" -c "$configuration"
  wait_until 20 port_answers "$address" "$MIRROR_PORT" ||
    fail "the package mirror does not answer at $address:$MIRROR_PORT: $(tail -n 3 "$STORE_DIR/log/output")"
}

library_path() {
  local folders
  folders=$(find "$STORE_PROGRAM" -name '*.so*' -printf '%h\n' | sort -u | paste -sd:)
  printf '%s' "$folders"
}

store_configuration() {
  local proxy
  cat <<CONFIGURATION
CacheDir: $STORE_DIR/packages
LogDir: $STORE_DIR/log
SupportDir: $STORE_PROGRAM/usr/lib/apt-cacher-ng
BindAddress: $1
Port: $MIRROR_PORT
ForeGround: 1
# None: by default it lies in /run and stays there.
SocketPath:
Remap-debian: /debian ; $MAIN_ARCHIVE
# Nothing but the archives below: a lab is no way out.
ForceManaged: 1
CONFIGURATION
  [[ -z $SECURITY_ARCHIVE ]] || echo "Remap-security: /debian-security ; $SECURITY_ARCHIVE"
  proxy=$(apt_proxy "${MAIN_ARCHIVE%%:*}")
  [[ -z $proxy ]] || echo "Proxy: $proxy"
}

start_mirror() {
  write_sources "$1"
  [[ -z $(cgroup_pids mirror) ]] || return 0
  spawn mirror "$LAB_DIR/mirror.log" systemd-socket-activate --listen "$1:$MIRROR_PORT" \
    "$PROXYD" "$(store_address "$CACHE_DIR"):$MIRROR_PORT"
  wait_until 20 port_answers "$1" "$MIRROR_PORT" ||
    fail "the lab's mirror does not answer at $1:$MIRROR_PORT: $(tail -n 3 "$LAB_DIR/mirror.log")"
}

# What hosts of this lab have as their package sources.
write_sources() {
  local keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  # By apt's mirror method: the index from one place, packages from another.
  printf '%s\t%s\n' "https://$1:$VENDOR_PORT/debian/" type:index "http://$1:$MIRROR_PORT/" type:deb | write_file "$LAB_DIR/lab.mirrors"
  {
    cat <<SOURCES
# What servers are made of (index.sh). TLS vouches for the index, which has the checksums of the packages.
Types: deb
URIs: mirror+file:/etc/apt/lab.mirrors
Suites: $RELEASE
Components: main
Trusted: yes

# All of Debian: say yes here when something is not to be found.
Enabled: no
Types: deb
URIs: http://$1:$MIRROR_PORT/debian
Suites: $RELEASE $RELEASE-updates
Components: main
Signed-By: $keyring
SOURCES
    [[ -z $SECURITY_ARCHIVE ]] || cat <<SOURCES

Enabled: no
Types: deb
URIs: http://$1:$MIRROR_PORT/debian-security
Suites: $RELEASE-security
Components: main
Signed-By: $keyring
SOURCES
  } | write_file "$LAB_DIR/lab.sources"
}

# Stores whose cache folder no lab claims any more. Callers hold the lock on RUN_DIR.
stop_unused_stores() {
  local claim group used=" "
  for claim in "$RUN_DIR"/*/cache; do
    [[ ! -e $claim ]] || used+="store-$(key_of "$(<"$claim")") "
  done
  find_cgroup_roots
  for group in "${CGROUP_ROOTS[0]}/$CGROUP"/store-*; do
    [[ -d $group && $used != *" ${group##*/} "* ]] || continue
    (
      LAB_KEY=${group##*/}
      cgroup_kill ""
    )
  done
}
