#!/usr/bin/env bash
# operating_system_release: "ubuntu 24.04" and the like; rebuilds of RHEL count as rhel, and of RHEL only the major version counts.
# operating_system_family: debian or rhel.
# uses_dpkg: whether packages are Debian's, also on a system that is none of ours. The tools do not tell: RHEL's EPEL has dpkg as well.
uses_dpkg() { [ -e /etc/debian_version ]; }

operating_system_release() {
  (
    # shellcheck source=/dev/null
    . /etc/os-release
    case "${ID:-}" in
      rhel | rocky | almalinux) printf 'rhel %s\n' "${VERSION_ID%%.*}" ;;
      *) printf '%s %s\n' "${ID:-unknown}" "${VERSION_ID:-without version}" ;;
    esac
  )
}

operating_system_family() {
  case "$(operating_system_release)" in
    ubuntu* | debian*) echo debian ;;
    rhel*) echo rhel ;;
    *) die "expected Ubuntu or RHEL in /etc/os-release, found $(operating_system_release)" ;;
  esac
}
