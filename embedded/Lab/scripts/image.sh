# shellcheck shell=bash
# The base image: one Debian file tree that every host's overlay stands on, built once and cached. Its name is a hash of
# everything that decides its content; a changed recipe is a new image and hosts on the old one are not disturbed.

image_path() {
  local key
  key=$(
    {
      printf '%s\n' "$RELEASE" "$(dpkg --print-architecture)" "$MAIN_ARCHIVE" "$SECURITY_ARCHIVE"
      cat -- "$LAB_HOME/scripts/build-image.sh"
      cd -- "$LAB_HOME/image" || exit
      find . -type f -print0 | sort -z | xargs -0 sha256sum
      find . -printf '%P %m %l\n' | sort
    } | sha256sum
  )
  printf '%s/images/%s' "$CACHE_DIR" "${key:0:16}"
}

verb_image() {
  require_packages
  find_archives
  ensure_image
  say "base image: $IMAGE"
}

# ensure_image: sets IMAGE to a complete image.
ensure_image() {
  IMAGE=$(image_path)
  [[ -d $IMAGE ]] || build_image
}
IMAGE=''

build_image() {
  local lock building
  lock_directory lock "$CACHE_DIR/images" -x
  if [[ -d $IMAGE ]]; then # somebody else built it while we waited
    unlock lock
    return 0
  fi
  # Whoever holds the lock is the only builder: what lies here is left from a crash.
  rm -rf --one-file-system -- "$CACHE_DIR"/images/.build-*
  building=$(mktemp -d "$CACHE_DIR/images/.build-XXXXXX")
  chmod 755 "$building"
  say "building the base image (about two minutes, once): Debian $RELEASE from $MAIN_ARCHIVE"
  mkdir -p "$CACHE_DIR/debs"
  # In namespaces of its own, and dead when we are: no mount and no process can be left behind.
  if ! setpriv --pdeathsig KILL -- unshare --mount --pid --fork --kill-child --mount-proc -- \
    "$LAB_HOME/scripts/build-image.sh" "$building" "$RELEASE" "$MAIN_ARCHIVE" "$SECURITY_ARCHIVE" "$CACHE_DIR/debs" "$LAB_HOME/image" \
    "$(apt_proxy "${MAIN_ARCHIVE%%:*}")" >&2; then
    rm -rf --one-file-system -- "$building"
    fail "the base image could not be built (see above)"
  fi
  mv -T -- "$building" "$IMAGE"
  say "base image ready: $(du -sh -- "$IMAGE" | cut -f1) in $IMAGE"
  unlock lock
}
