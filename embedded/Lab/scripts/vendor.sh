# shellcheck shell=bash
# The package repositories of Carbonio and PostgreSQL as hosts see them, and their index of Debian (index.sh): over https at the lab's
# `.1`, with a certificate of an authority that hosts of the lab trust. What they hold is built by vendor/build.sh.

readonly VENDOR_PORT=3143
# Both outlive any lab; whoever keeps a cache for longer may delete it.
readonly CERTIFICATE_DAYS=3650

# Sets VENDOR_REPOSITORY.
ensure_vendor_repository() {
  VENDOR_REPOSITORY=$("$LAB_HOME/vendor/build.sh" "$CACHE_DIR/vendor" "$MAIN_ARCHIVE") || fail "the stand-in packages could not be built (see above)"
  make_authority
}
VENDOR_REPOSITORY=''

authority() { printf '%s/vendor/authority' "$CACHE_DIR"; }

make_authority() {
  local lock
  [[ ! -e $(authority)/certificate.pem ]] || return 0
  lock_directory lock "$(authority)" -x
  if [[ ! -e $(authority)/certificate.pem ]]; then
    (umask 077 && openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$(authority)/key.pem")
    openssl req -x509 -new -key "$(authority)/key.pem" -days "$CERTIFICATE_DAYS" -subj "/CN=CarbonioInfra lab" \
      -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign |
      write_file "$(authority)/certificate.pem"
  fi
  unlock lock
}

# start_vendor GATEWAY: callers hold the lock on RUN_DIR. A server that runs goes on with what is there now.
start_vendor() {
  local place=$LAB_DIR/vendor
  # A server of before there was an index has another folder.
  [[ -d $place/served ]] || cgroup_kill vendor
  mkdir -p "$place/served"
  serve "$VENDOR_REPOSITORY/release" "$place/served/release"
  serve "$VENDOR_REPOSITORY/pub" "$place/served/pub"
  serve "$VENDOR_REPOSITORY/media" "$place/served/media"
  serve "$ARCHIVE_INDEX" "$place/served/debian"
  [[ -z $(cgroup_pids vendor) ]] || return 0
  make_server_certificate "$1" "$place"
  spawn vendor "$LAB_DIR/vendor.log" python3 -IB "$LAB_HOME/vendor/serve.py" "$1" "$VENDOR_PORT" "$place/served" \
    "$place/certificate.pem" "$place/key.pem"
  wait_until 20 port_answers "$1" "$VENDOR_PORT" ||
    fail "the lab's package repository does not answer at $1:$VENDOR_PORT: $(tail -n 3 "$LAB_DIR/vendor.log")"
}

# serve FOLDER LINK: the link leads to the folder at once.
serve() {
  ln -sfn -- "$1" "$2.new"
  mv -fT -- "$2.new" "$2"
}

make_server_certificate() {
  (umask 077 && openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$2/key.pem")
  openssl req -x509 -new -key "$2/key.pem" -CA "$(authority)/certificate.pem" -CAkey "$(authority)/key.pem" \
    -days "$CERTIFICATE_DAYS" -subj "/CN=$1" -addext "subjectAltName=IP:$1" -addext basicConstraints=critical,CA:FALSE |
    write_file "$2/certificate.pem"
}

# print_vendor GATEWAY: one JSON line for LabPlatform.
print_vendor() {
  local url=https://$1:$VENDOR_PORT keys=$CACHE_DIR/vendor/keys
  printf '{"carbonio":{"url":"%s","keyUrl":"%s","keyFingerprint":"%s"},"postgreSql":{"url":"%s","keyUrl":"%s","keyFingerprint":"%s"}}\n' \
    "$url/release/ubuntu" "$url/release/zextras.asc" "$(<"$keys/carbonio/fingerprint")" \
    "$url/pub/repos/apt" "$url/media/keys/ACCC4CF8.asc" "$(<"$keys/postgresql/fingerprint")"
}

# trust_authority UPPER IMAGE: as update-ca-certificates would on a host, and so that it does it again when it runs there.
trust_authority() {
  local place=/usr/local/share/ca-certificates bundle=/etc/ssl/certs/ca-certificates.crt
  copy_up "$place"
  copy_up "${bundle%/*}"
  cp -- "$(authority)/certificate.pem" "$1$place/carbonio-lab.crt"
  cat -- "$2$bundle" "$(authority)/certificate.pem" >"$1$bundle"
}

# A lab that exists serves what is built now; packages that hosts have installed stay.
verb_vendor() {
  local lab_lock run_lock
  require_packages
  find_archives
  ensure_vendor_repository
  if [[ -e $LAB_DIR/subnet ]]; then
    ensure_index "$(cat "$LAB_DIR/image" 2>/dev/null || true)"
    lock_directory lab_lock "$LAB_DIR" -s
    require_network
    lock_directory run_lock "$RUN_DIR" -x
    start_vendor "$(gateway_address)"
    unlock run_lock
    unlock lab_lock
  fi
  say "stand-in packages: $VENDOR_REPOSITORY"
}
