# shellcheck shell=bash
# Programs of Debian packages without what else those bring: their service would start and hold ports that are Carbonio's.

# add_from_debian FILE TREE: its lines are PACKAGE SOURCE TARGET.
add_from_debian() {
  local package source target deb unpacked library
  while read -r package source target; do
    fetch_debian "$package"
    deb=$DEBIAN_FILE
    unpacked=$WORK/debian-$(basename -- "$deb" .deb)
    [[ -d $unpacked ]] || dpkg-deb --extract "$deb" "$unpacked"
    mkdir -p "$2/$(dirname -- "$target")"
    cp -R -H -T -- "$unpacked/$source" "$2/$target"
    while read -r library; do
      [[ " ${DEPENDS[*]} " == *" $library "* ]] || DEPENDS+=("$library")
    done < <(dpkg-deb --field "$deb" Depends | tr ',' '\n' | sed -n 's/^ *\(lib[^|]*[^ |]\) *$/\1/p' | grep -v -e -perl$)
  done < <(sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$1")
}

# fetch_debian PACKAGE|pool/PATH=SHA256: sets DEBIAN_FILE.
fetch_debian() {
  local found
  if [[ $1 == pool/* ]]; then
    DEBIAN_FILE=$CACHE/debian/$(basename -- "${1%=*}")
    if [[ ! -e $DEBIAN_FILE ]]; then
      /usr/lib/apt/apt-helper -o APT::Sandbox::User=root -q=2 download-file "$ARCHIVE/${1%=*}" "$DEBIAN_FILE.new" "SHA256:${1#*=}" >&2 ||
        fail "cannot fetch ${1%=*} with the pinned checksum from $ARCHIVE"
      mv -- "$DEBIAN_FILE.new" "$DEBIAN_FILE"
    fi
    return 0
  fi
  # This machine runs the release that the hosts run.
  found=$(cd -- "$WORK" && apt-get download --print-uris "$1" | awk '{ print $2 }') || fail "apt knows no package $1: \`apt-get update\` may help"
  DEBIAN_FILE=$CACHE/debian/$found
  [[ -e $DEBIAN_FILE ]] || (cd -- "$CACHE/debian" && apt-get download -q=2 -o APT::Sandbox::User=root "$1" >&2) || fail "cannot fetch $1"
}
DEBIAN_FILE=''
