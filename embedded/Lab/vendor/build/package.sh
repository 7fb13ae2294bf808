# shellcheck shell=bash
# One package from its folder, its lines in `mesh-services` and what it takes from Debian.

# What there is, read once: a package costs little more than one process when it is in the cache.
declare -A SERVICES_OF=() PLAIN_DEPENDS=() FILES_OF=()
declare -a NAMES=()

read_packages() {
  # A sidecar's port is its place in the table. Left to choose, Consul gives it another when a service is added, and the one that runs
  # does not follow.
  local name rest sidecar=21000
  local -A known=()
  while read -r name rest; do
    SERVICES_OF[$name]+="$name $rest $((++sidecar))"$'\n'
    known[$name]=1
  done < <(table mesh-services)
  while read -r name rest; do
    PLAIN_DEPENDS[$name]=${rest// /, }
    known[$name]=1
  done < <(table plain-packages)
  while IFS=/ read -r name rest; do
    FILES_OF[$name]+=$rest$'\n'
    known[$name]=1
  done < <(list_files)
  mapfile -t NAMES < <(printf '%s\n' "${!known[@]}" | sort)
}

# table NAME: the lines of a table without comments, columns separated by one space.
table() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$VENDOR_HOME/$1" | awk '{ $1 = $1; print }'; }

# PACKAGE/PATH with mode, target of a link, and hash of the content.
list_files() (
  cd -- "$VENDOR_HOME/packages" || exit
  {
    find . -type f -perm /100 -printf '%P executable\n' -o -type l -printf '%P %l\n'
    find . -type f -print0 | xargs -0 sha256sum | sed -E 's|^(\S+)  \./(.*)|\2 \1|'
  } | sort
)

# differs PACKAGE: has it a build of its own for each distribution?
differs() { compgen -G "$VENDOR_HOME/packages/$1/files-*" >/dev/null; }

# build_packages NAME...: sets BUILT[NAME DISTRIBUTION] to the file.
declare -A BUILT=()
build_packages() {
  local name distribution
  for name in "$@"; do
    for distribution in "${DISTRIBUTIONS[@]}"; do
      if differs "$name" || [[ $distribution == "${DISTRIBUTIONS[0]}" ]]; then
        build_package "$name" "$distribution"
      fi
      BUILT[$name $distribution]=$PACKAGE_FILE
    done
  done
}
PACKAGE_FILE=''

# build_package NAME DISTRIBUTION: sets PACKAGE_FILE.
build_package() {
  local name=$1 distribution=$2 folder=$VENDOR_HOME/packages/$1 key tree
  key=$(printf '%s\n' "$VERSION $name $distribution" "$BUILDER_KEY" "${FILES_OF[$name]:-}" "${SERVICES_OF[$name]:-}" \
    "${PLAIN_DEPENDS[$name]-}" | sha256sum)
  PACKAGE_FILE=$CACHE/packages/${name}_${VERSION}_${key:0:32}.deb
  [[ ! -e $PACKAGE_FILE.stanza ]] || return 0

  tree=$WORK/$name-$distribution
  mkdir -p "$tree/DEBIAN"
  DEPENDS=()
  declare -gA SCRIPT=([preinst]='' [postinst]='' [prerm]='' [postrm]='')
  add_mesh_services "$name" "$tree"
  [[ ! -d $folder/files ]] || cp -R -- "$folder/files/." "$tree/"
  [[ ! -d $folder/files-$distribution ]] || cp -R -- "$folder/files-$distribution/." "$tree/"
  [[ ! -e $folder/from-debian ]] || add_from_debian "$folder/from-debian" "$tree"
  write_control "$name" "$tree"
  write_scripts "$folder" "$tree"
  chmod -R u=rwX,go=rX "$tree"
  dpkg-deb --root-owner-group -Zgzip -z1 --build "$tree" "$WORK/$name.deb" >/dev/null
  rm -rf -- "$tree"
  stanza "$WORK/$name.deb" "pool/${PACKAGE_FILE##*/}" >"$WORK/$name.stanza"
  mv -- "$WORK/$name.deb" "$PACKAGE_FILE"
  mv -- "$WORK/$name.stanza" "$PACKAGE_FILE.stanza"
}
declare -a DEPENDS=()
BUILDER_KEY=''

# write_control NAME TREE
write_control() {
  local own=$VENDOR_HOME/packages/$1/control depends description
  if [[ -e $own ]]; then
    depends=$(sed -n 's/^Depends: *//p' "$own")
  elif [[ -n ${SERVICES_OF[$1]:-} ]]; then
    depends="carbonio-core, service-discover, pending-setups"
  else
    depends=${PLAIN_DEPENDS[$1]:-carbonio-core}
  fi
  for description in "${DEPENDS[@]}"; do
    depends+=${depends:+, }$description
  done
  {
    printf '%s: %s\n' Package "$1" Version "$VERSION" Architecture amd64 Maintainer "CarbonioInfra's lab <nobody@invalid>"
    [[ -z $depends ]] || echo "Depends: $depends"
    if [[ -e $own ]]; then
      sed -e '/^Depends:/d' -e '/^[[:space:]]*$/d' "$own"
    else
      echo "Description: stand-in for Carbonio's $1"
    fi
  } >"$2/DEBIAN/control"
}

# stanza FILE PATH: a package's entry in the index.
stanza() {
  local sum
  sum=$(sha256sum -- "$1")
  dpkg-deb --field "$1"
  printf 'Filename: %s\nSize: %s\nSHA256: %s\n\n' "$2" "$(stat --format %s -- "$1")" "${sum%% *}"
}

# write_scripts FOLDER TREE: what the builder has collected first, then the package's own.
write_scripts() {
  local script
  [[ ! -e $1/conffiles ]] || cp -- "$1/conffiles" "$2/DEBIAN/"
  for script in "${!SCRIPT[@]}"; do
    [[ -n ${SCRIPT[$script]} || -e $1/$script ]] || continue
    {
      printf '#!/bin/bash\nset -euo pipefail\n%s\n' "${SCRIPT[$script]}"
      [[ ! -e $1/$script ]] || sed -e '1{/^#!/d}' -e '/^set -euo pipefail$/d' "$1/$script"
    } >"$2/DEBIAN/$script"
    chmod 755 "$2/DEBIAN/$script"
  done
}
