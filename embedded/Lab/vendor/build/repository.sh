# shellcheck shell=bash
# The tree that the lab serves:
#   release/ubuntu/     Carbonio's packages for every distribution, and their key
#   pub/repos/apt/      where PostgreSQL's repository is: signed by another key, and empty, for the lab's release is in Debian

# write_repositories FOLDER NAME...
write_repositories() {
  local folder=$1 distribution name files
  shift
  mkdir -p "$folder/release/ubuntu/pool" "$folder/pub/repos/apt" "$folder/media/keys"
  for distribution in "${DISTRIBUTIONS[@]}"; do
    files=()
    for name in "$@"; do
      files+=("${BUILT[$name $distribution]}")
    done
    ln -f -- "${files[@]}" "$folder/release/ubuntu/pool/"
    cat -- "${files[@]/%/.stanza}" | write_suite "$folder/release/ubuntu" "$distribution" carbonio Zextras
    write_suite "$folder/pub/repos/apt" "$distribution-pgdg" postgresql apt.postgresql.org </dev/null
  done
  cp -- "$CACHE/keys/carbonio/public.asc" "$folder/release/zextras.asc"
  cp -- "$CACHE/keys/postgresql/public.asc" "$folder/media/keys/ACCC4CF8.asc"
}

# write_suite ROOT SUITE KEY-OWNER ORIGIN: standard input is its index of packages.
write_suite() {
  local suite=$1/dists/$2 index=main/binary-amd64/Packages file sum
  mkdir -p "$suite/main/binary-amd64"
  cat >"$suite/$index"
  gzip --keep --no-name --fast "$suite/$index"
  {
    printf '%s: %s\n' Origin "$4" Label "$4" Suite "$2" Codename "$2" Date "$(LC_ALL=C date --utc '+%a, %d %b %Y %H:%M:%S +0000')" \
      Architectures amd64 Components main Description "stand-ins of a CarbonioInfra lab"
    echo SHA256:
    for file in "$index" "$index.gz"; do
      sum=$(sha256sum -- "$suite/$file")
      printf ' %s %s %s\n' "${sum%% *}" "$(stat --format %s -- "$suite/$file")" "$file"
    done
  } >"$suite/Release"
  with_key "$3" --clearsign --output "$suite/InRelease" "$suite/Release"
  with_key "$3" --armor --detach-sign --output "$suite/Release.gpg" "$suite/Release"
}
