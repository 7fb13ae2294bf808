# shellcheck shell=bash
# Where this machine gets Debian from. apt reads its own configuration (both source formats, all files), so nothing here
# parses it again; the lab uses whatever archive the machine's administrator chose.

readonly RELEASE=bookworm

# archive_uri main|security: the archive's address without a trailing slash, empty when the machine has none.
archive_uri() {
  local label=Debian
  [[ $1 == main ]] || label=Debian-Security
  # The label comes from the archive's own Release file: third parties use Debian's suite and component names as well.
  # shellcheck disable=SC2016 # apt's placeholders
  apt-get indextargets --format '$(LABEL)|$(ORIGIN)|$(COMPONENT)|$(REPO_URI)' 'Created-By: Packages' |
    awk -F'|' -v label="$label" '$1 == label && $2 == "Debian" && $3 == "main" { sub("/*$", "", $4); print $4; exit }'
}

# find_archives: sets MAIN_ARCHIVE and SECURITY_ARCHIVE.
find_archives() {
  MAIN_ARCHIVE=${CARBONIO_DEBIAN_ARCHIVE:-$(archive_uri main)}
  if [[ -z $MAIN_ARCHIVE ]]; then
    say "reading the machine's package sources"
    apt-get update --quiet=2 >&2
    MAIN_ARCHIVE=$(archive_uri main)
  fi
  while [[ $MAIN_ARCHIVE == */ ]]; do MAIN_ARCHIVE=${MAIN_ARCHIVE%/}; done
  [[ -n $MAIN_ARCHIVE ]] || fail "none of the machine's apt sources is a Debian archive (Label and Origin 'Debian', component" \
    "main): set CARBONIO_DEBIAN_ARCHIVE to the address of one"
  [[ $MAIN_ARCHIVE =~ ^https?://[^[:space:]]+$ ]] || fail "the Debian archive must be an http or https address: '$MAIN_ARCHIVE'"
  SECURITY_ARCHIVE=$(archive_uri security)
  [[ $SECURITY_ARCHIVE =~ ^https?:// ]] || SECURITY_ARCHIVE=
}
MAIN_ARCHIVE='' SECURITY_ARCHIVE=''

# apt_proxy http|https: the proxy the machine's apt uses, empty for none.
apt_proxy() {
  local value
  value=$(apt-config dump --format '%v%n' "Acquire::$1::Proxy" | head -n 1)
  [[ ${value,,} == direct ]] || printf '%s' "$value"
}
