#!/usr/bin/env bash
# build-image.sh TARGET RELEASE ARCHIVE SECURITY DEBS RECIPE PROXY: debootstrap, updates, then the recipe. Runs in mount and pid namespaces of
# its own (see image.sh).
set -euo pipefail

target=$1 release=$2 archive=$3 security=$4 debs=$5 recipe=$6 proxy=$7

# Nobody's settings but ours: debootstrap hands its environment to maintainer scripts.
settings=(PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive)
if [[ -n $proxy ]]; then
  settings+=("http_proxy=$proxy" "https_proxy=$proxy")
fi

listed() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' -e 's/[[:space:]]//g' "$recipe/$1"; }
packages=$(listed packages | paste -sd,)
mapfile -t libraries < <(listed libraries)

log=$target.log
trap 'rm -f -- "$log"' EXIT
step() { printf 'lab:   %s\n' "$*"; }

report() {
  while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log"
    case $line in
      "I: Retrieving InRelease"*) step "reading the package lists" ;;
      "I: Found additional"*) step "fetching packages" ;;
      "I: Extracting base-files"*) step "unpacking" ;;
      "I: Installing core packages"*) step "installing core packages" ;;
      "I: Configuring systemd"*) step "configuring packages" ;;
      E:*) step "$line" ;;
    esac
  done
}

if ! env -i "${settings[@]}" debootstrap --variant=minbase --cache-dir="$debs" --include="$packages" \
  "$release" "$target" "$archive" 2>&1 | report; then
  tail -n 15 "$log" >&2
  exit 1
fi

# Updates once here, not on every host of every lab. So are libraries, of whose dependencies debootstrap knows too little.
step "updating packages, installing libraries"
{
  printf 'deb %s %s main\n' "$archive" "$release" "$archive" "$release-updates"
  [[ -z $security ]] || printf 'deb %s %s main\n' "$security" "$release-security"
} >"$target/etc/apt/sources.list"
cp -- /etc/resolv.conf "$target/etc/resolv.conf"
in_target() { env -i "${settings[@]}" chroot "$target" "$@" >>"$log" 2>&1; }
if ! { in_target apt-get --quiet=2 update && in_target apt-get --quiet=2 --yes dist-upgrade &&
  in_target apt-get --quiet=2 --yes --no-install-recommends install "${libraries[@]}" && in_target apt-get clean; }; then
  tail -n 15 "$log" >&2
  exit 1
fi

step "applying the lab's recipe"
cp -R --preserve=mode --no-preserve=ownership -- "$recipe/files/." "$target/"
env -i "${settings[@]}" chroot "$target" /bin/bash -s <"$recipe/customize.sh"
