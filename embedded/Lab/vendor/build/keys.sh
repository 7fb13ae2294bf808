# shellcheck shell=bash
# Two signing keys, made once and never outside the cache: one for Carbonio's repository, one for that of PostgreSQL.

readonly OWNERS=(carbonio postgresql)
# Fingerprints by owner.
declare -A FINGERPRINT=()

make_keys() {
  local owner
  # In a fresh cache two runs may come here at once.
  (umask 077 && mkdir -p "$CACHE/keys")
  exec {KEYS_LOCK}<"$CACHE/keys"
  flock -x "$KEYS_LOCK"
  for owner in "${OWNERS[@]}"; do
    [[ -e $CACHE/keys/$owner/fingerprint ]] || make_key "$owner"
    FINGERPRINT[$owner]=$(<"$CACHE/keys/$owner/fingerprint")
  done
  exec {KEYS_LOCK}<&-
}

make_key() {
  local home=$CACHE/keys/$1
  rm -rf -- "$home"
  mkdir -m 700 "$home"
  with_key "$1" --quick-generate-key "CarbonioInfra's lab, $1 repository" rsa2048 sign never
  with_key "$1" --armor --export >"$home/public.asc"
  with_key "$1" --with-colons --list-keys | awk -F: '$1 == "fpr" { print $10; exit }' >"$home/fingerprint.new"
  mv -- "$home/fingerprint.new" "$home/fingerprint"
}

# with_key OWNER ARGUMENT...: gpg, and no agent of it stays.
with_key() {
  local home=$CACHE/keys/$1 result=0
  shift
  gpg --homedir "$home" --batch --quiet --no-permission-warning --pinentry-mode loopback --passphrase '' "$@" || result=$?
  GNUPGHOME=$home gpgconf --kill gpg-agent
  return "$result"
}
