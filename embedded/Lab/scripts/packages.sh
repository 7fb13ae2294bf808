# shellcheck shell=bash
# The Debian packages that the lab needs on this machine. None of them brings a service or a timer.

readonly PACKAGES=(
  systemd-container # systemd-nspawn
  debootstrap       # the base image
  iproute2          # bridges and veth pairs
  openssh-client    # host keys
  ca-certificates   # archives reached over https
  gnupg             # the signature of the stand-ins' repository
  openssl           # its certificate
  python3           # its server
)

verb_install_packages() {
  local wanted=("${PACKAGES[@]}") missing=() package answer
  for package in "${wanted[@]}"; do
    package_is_installed "$package" || missing+=("$package")
  done
  if ((${#missing[@]} == 0)); then
    say "installed: ${wanted[*]}"
    return 0
  fi
  say "the lab needs ${#missing[@]} more Debian packages: ${missing[*]}"
  if [[ -z ${OPTION[yes]:-} ]]; then
    [[ -t 0 ]] || fail "nothing was installed: pass --yes to install without a question"
    read -r -p "lab: install them with apt-get? [y/N] " answer
    [[ $answer == [yY]* ]] || fail "nothing was installed"
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get update --quiet=2 >&2
  apt-get install --yes --quiet=2 --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}" >&2
  for package in "${missing[@]}"; do
    package_is_installed "$package" || fail "apt-get did not install $package"
  done
}

package_is_installed() {
  [[ $(dpkg-query --show --showformat '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

require_packages() {
  local package missing=()
  for package in "${PACKAGES[@]}"; do
    package_is_installed "$package" || missing+=("$package")
  done
  ((${#missing[@]} == 0)) || fail "not installed: ${missing[*]}; \`./carbonio-infra lab install-packages\` installs them"
}
