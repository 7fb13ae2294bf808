# shellcheck shell=bash
# One package from its folder, its lines in `mesh-services` and what it takes from Debian.

# table NAME: the lines of a table without comments, columns separated by one space.
table() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$VENDOR_HOME/$1" | awk '{ $1 = $1; print }'; }

# Every package once: folders and lines of the tables.
package_names() {
  {
    find "$VENDOR_HOME/packages" -mindepth 1 -maxdepth 1 -type d -printf '%f\n'
    table mesh-services | cut -d' ' -f1
    table plain-packages | cut -d' ' -f1
  } | sort -u
}

# services_of PACKAGE: its lines of `mesh-services`.
services_of() { table mesh-services | awk -v package="$1" '$1 == package'; }

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
  key=$({
    echo "$VERSION $name $distribution"
    echo "$BUILDER_KEY"
    [[ ! -d $folder ]] || hash_of "packages/$name"
    services_of "$name"
    table plain-packages | awk -v package="$name" '$1 == package'
  } | sha256sum | cut -c 1-32)
  PACKAGE_FILE=$CACHE/packages/${name}_${VERSION}_$key.deb
  [[ ! -e $PACKAGE_FILE ]] || return 0

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
  mv -- "$WORK/$name.deb" "$PACKAGE_FILE"
}
declare -a DEPENDS=()
BUILDER_KEY=''

# write_control NAME TREE
write_control() {
  local own=$VENDOR_HOME/packages/$1/control depends description
  if [[ -e $own ]]; then
    depends=$(sed -n 's/^Depends: *//p' "$own")
  elif [[ -n $(services_of "$1") ]]; then
    depends="carbonio-core, service-discover, pending-setups"
  else
    depends=$(table plain-packages | awk -v package="$1" '$1 == package { $1 = ""; print }' | xargs | sed 's/ /, /g')
    depends=${depends:-carbonio-core}
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
