# shellcheck shell=bash
# What hosts know of Debian's archives. apt reads all of an index whenever it runs, and of the 66,000 packages in it servers use few:
# hosts are shown those, over the lab's https, and get the packages themselves from the archives (mirror.sh). This machine's apt has
# verified the archives' signatures.

# Sections that servers are made of. What their packages depend on comes along, from whatever section.
readonly INDEX_SECTIONS=(admin database net shells utils)
readonly INDEX_DAYS=30
# Labs that come up one after another need not all ask the archives.
readonly LISTS_MINUTES=10

# ensure_index IMAGE: sets ARCHIVE_INDEX, for hosts of that image; an empty text or a folder that is not there ends the run. Callers have the vendor's repository.
ensure_index() {
  local lock lists seeds key place=$CACHE_DIR/index work
  [[ -d $1 ]] || fail "this lab has no image yet: \`./carbonio-infra up $STACK\` completes it"
  lock_directory lock "$place" -x
  fetch_lists
  lists=$(list_files)
  seeds=$(index_seeds "$1")
  key=$({
    cut -d '|' -f 2 <<<"$lists" | xargs -d '\n' cat --
    cat -- "$LAB_HOME/scripts/select-packages.py"
    printf '%s\n' "$seeds" "${INDEX_SECTIONS[@]}"
  } | sha256sum | cut -c 1-16)
  ARCHIVE_INDEX=$place/$key
  rm -rf --one-file-system -- "$place"/.build-*
  if [[ ! -d $ARCHIVE_INDEX ]]; then
    work=$(mktemp -d "$place/.build-XXXXXX")
    write_index "$work" "$lists" "$seeds"
    chmod -R u=rwX,go=rX "$work"
    mv -T -- "$work" "$ARCHIVE_INDEX"
  fi
  # Not old from now on, for whoever looks for old ones before it is served.
  touch -- "$ARCHIVE_INDEX"
  remove_old_indexes
  unlock lock
}
ARCHIVE_INDEX=''

# Those of a cache that no living lab serves.
remove_old_indexes() {
  local claim index served=" "
  for claim in "$RUN_DIR"/*/lab; do
    [[ ! -e $claim ]] || served+="$(readlink -- "$(<"$claim")/vendor/served/debian" || true) "
  done
  while IFS= read -r index; do
    [[ $served == *" $index "* ]] || rm -rf --one-file-system -- "$index"
  done < <(find "$CACHE_DIR/index" -mindepth 1 -maxdepth 1 -type d ! -name lists -mtime "+$INDEX_DAYS")
}

# The machine's apt, for the archives of hosts: with its proxy, without its sources.
archives_apt() {
  local place=$CACHE_DIR/index
  apt-get --quiet=2 -o "Dir::Etc::SourceList=$place/sources.list" -o Dir::Etc::SourceParts=/dev/null -o "Dir::State::lists=$place/lists" \
    -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o Acquire::Languages=none -o Acquire::GzipIndexes=false \
    -o APT::Sandbox::User=root "$@"
}

fetch_lists() {
  local options sources place=$CACHE_DIR/index
  # Whatever else this machine's apt fetches, of other architectures and for other programs.
  options="arch=$(dpkg --print-architecture) target=Packages signed-by=/usr/share/keyrings/debian-archive-keyring.gpg"
  sources="deb [$options] $MAIN_ARCHIVE $RELEASE main
deb [$options] $MAIN_ARCHIVE $RELEASE-updates main
${SECURITY_ARCHIVE:+deb [$options] $SECURITY_ARCHIVE $RELEASE-security main}"
  [[ -z $(find "$place/fetched" -mmin "-$LISTS_MINUTES" 2>/dev/null) || $(cat "$place/sources.list") != "$sources" ]] || return 0
  rm -f -- "$place/fetched"
  mkdir -p "$place/lists/partial"
  write_file "$place/sources.list" <<<"$sources"
  if archives_apt --error-on=any update >&2; then
    : >"$place/fetched"
    return 0
  fi
  grep -q '^debian|' < <(list_files) || fail "the package lists of $MAIN_ARCHIVE cannot be fetched (see above)"
  say "note: not all package lists can be fetched (see above); hosts get those of the last time"
}

# list_files: "ARCHIVE|FILE" for each list that is there, ARCHIVE as the mirror calls it.
list_files() {
  local uri file
  # shellcheck disable=SC2016 # apt's placeholders
  archives_apt indextargets --format '$(REPO_URI)|$(FILENAME)' 'Created-By: Packages' | while IFS='|' read -r uri file; do
    [[ -e $file ]] || continue
    case ${uri%/} in
      "$MAIN_ARCHIVE") echo "debian|$file" ;;
      "${SECURITY_ARCHIVE%/}") echo "debian-security|$file" ;;
    esac
  done
}

# index_seeds IMAGE: names of packages that hosts have or that the stand-ins need, whatever their sections.
index_seeds() {
  dpkg-query --admindir="$1/var/lib/dpkg" --show --showformat '${Package}\n'
  cat -- "$VENDOR_REPOSITORY"/release/ubuntu/dists/*/main/binary-*/Packages | sed -n 's/^Depends: //p' | tr ',|' '\n' | awk '{ print $1 }' | sort -u
}

# write_index FOLDER LISTS SEEDS
write_index() {
  local architecture index file sum suite=$1/dists/$RELEASE
  architecture=$(dpkg --print-architecture)
  index=main/binary-$architecture/Packages
  mkdir -p "$suite/${index%/*}"
  python3 -IB -X utf8 "$LAB_HOME/scripts/select-packages.py" "${INDEX_SECTIONS[@]}" <<<"$2" 3<<<"$3" >"$suite/$index"
  gzip --keep --no-name --fast "$suite/$index"
  {
    printf '%s: %s\n' Origin Debian Label "Debian, as far as a CarbonioInfra lab shows it" Suite "$RELEASE" Codename "$RELEASE" \
      Date "$(LC_ALL=C date --utc '+%a, %d %b %Y %H:%M:%S +0000')" Architectures "$architecture" Components main
    # Without the first, apt does not believe that there is an index.
    echo SHA256:
    for file in "$index" "$index.gz"; do
      sum=$(sha256sum -- "$suite/$file")
      printf ' %s %s %s\n' "${sum%% *}" "$(stat --format %s -- "$suite/$file")" "$file"
    done
  } >"$suite/Release"
}
