#!/usr/bin/env bash
# build.sh CACHE ARCHIVE: builds the stand-in packages and the two signed repositories, and prints the folder to serve.
#
#   CACHE    where packages, repositories and signing keys are kept
#   ARCHIVE  the Debian archive that the lab's hosts get their packages from
set -euo pipefail

VENDOR_HOME=$(cd -- "$(dirname -- "$(realpath -- "${BASH_SOURCE[0]}")")" && pwd)
readonly VENDOR_HOME CACHE=$1 ARCHIVE=$2
# The release that the stand-ins are made after.
readonly VERSION=26.3.1-1
readonly DISTRIBUTIONS=(jammy noble)
for part in debian mesh-service package keys repository; do
  # shellcheck source-path=SCRIPTDIR/build source=/dev/null
  source "$VENDOR_HOME/build/$part.sh"
done

fail() {
  printf 'vendor: %s\n' "$*" >&2
  exit 1
}

# hash_of PATH...: of names, modes and contents, not of times and owners.
hash_of() {
  tar --create --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --directory "$VENDOR_HOME" -- "$@" |
    sha256sum | cut -c 1-32
}

main() {
  local key repository
  make_keys
  key=$({
    hash_of .
    echo "$VERSION ${FINGERPRINT[*]}"
  } | sha256sum | cut -c 1-32)
  repository=$CACHE/repositories/$key
  if [[ ! -d $repository ]]; then
    BUILDER_KEY=$(hash_of build mesh-service)
    mkdir -p "$CACHE/packages" "$CACHE/debian" "$CACHE/repositories"
    WORK=$(mktemp -d "$CACHE/.build-XXXXXX")
    trap 'rm -rf -- "$WORK"' EXIT
    read_packages
    build_packages "${NAMES[@]}"
    write_repositories "$WORK/repository" "${NAMES[@]}"
    chmod -R u=rwX,go=rX "$WORK/repository"
    # Somebody else may have built the same meanwhile.
    mv -T -- "$WORK/repository" "$repository" 2>/dev/null || [[ -d $repository ]] || fail "cannot write $repository"
  fi
  printf '%s\n' "$repository"
}
WORK=''

main
