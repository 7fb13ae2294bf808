#!/usr/bin/env bash
# The repositories of Carbonio and of PostgreSQL: over https, each with the one key whose fingerprint is known beforehand.
# uses: verdict operating_system packages write_file
set -euo pipefail
: "${codename:?}" "${carbonio_url:?}" "${carbonio_key_url:?}" "${carbonio_fingerprint:?}" \
  "${postgresql_url?}" "${postgresql_key_url?}" "${postgresql_fingerprint?}" "${postgresql_version?}"

family="$(operating_system_family)"
work="$(mktemp -d /run/carbonio-infra/keys.XXXXXX)"
trap 'GNUPGHOME="$work" gpgconf --kill gpg-agent 2>/dev/null || true; rm -rf "$work"' EXIT

tools=(curl gnupg ca-certificates)
[ "$family" = debian ] || tools=(curl gnupg2 ca-certificates)
missing=()
for tool in "${tools[@]}"; do package_installed "$tool" || missing+=("$tool"); done
[ "${#missing[@]}" -eq 0 ] || install_packages "${missing[@]}"

# fingerprints FILE: of the keys in it, one a line.
fingerprints() {
  { gpg --homedir "$work" --batch --quiet --show-keys --with-colons "$1" 2>/dev/null || true; } \
    | awk -F: '$1 == "pub" { wanted = 1 } $1 == "fpr" && wanted { print tolower($10); wanted = 0 }'
}

changed=no
# key NAME URL FINGERPRINT FILE FORM: puts the key into FILE, binary or armored, unless it is there.
key() {
  local name=$1 url=$2 fingerprint=${3,,} file=$4 form=$5 found
  if [ -f "$file" ] && [ "$(fingerprints "$file")" = "$fingerprint" ]; then return 0; fi
  [[ "$url" = https://* ]] || die "expected an https URL for the key of $name, found $url"
  curl --fail --silent --show-error --location --proto '=https' --proto-redir '=https' --retry 3 --max-time 60 --max-filesize 1048576 \
    --output "$work/$name" "$url" || die "expected the key of $name at $url, found nothing to download"
  found="$(fingerprints "$work/$name")"
  # More keys than one would all be trusted.
  [ "$found" = "$fingerprint" ] || die "expected the key $fingerprint of $name at $url, found ${found:-no key}"
  gpg --homedir "$work" --batch --quiet --import "$work/$name"
  mkdir -p "${file%/*}"
  gpg --homedir "$work" --batch --quiet "$form" --export "$fingerprint" >"$work/$name.exported"
  write_file "$file" 0644 <"$work/$name.exported"
  changed=yes
}

# source_file PATH: standard input becomes the file.
source_file() {
  local before
  before="$(sha256sum <"$1" 2>/dev/null || true)"
  mkdir -p "${1%/*}"
  write_file "$1" 0644
  [ "$before" = "$(sha256sum <"$1")" ] || changed=yes
}

# https_only NAME URL: what is fetched over http can be held back or swapped on the way.
https_only() { [[ "$2" = https://* ]] || die "expected an https URL for the repository of $1, found $2"; }

https_only carbonio "$carbonio_url"
[ -z "$postgresql_version" ] || https_only postgresql "$postgresql_url"
if [ "$family" = debian ]; then
  key carbonio "$carbonio_key_url" "$carbonio_fingerprint" /usr/share/keyrings/zextras.gpg --no-armor
  source_file /etc/apt/sources.list.d/zextras.list <<<"deb [arch=amd64 signed-by=/usr/share/keyrings/zextras.gpg] $carbonio_url $codename main"
  if [ -n "$postgresql_version" ]; then
    key postgresql "$postgresql_key_url" "$postgresql_fingerprint" /usr/share/keyrings/postgres.gpg --no-armor
    source_file /etc/apt/sources.list.d/postgres.list \
      <<<"deb [arch=amd64 signed-by=/usr/share/keyrings/postgres.gpg] $postgresql_url $codename-pgdg main"
  fi
  # candidate: the version of a package that the repository offers here.
  candidate() { apt-cache madison carbonio-core 2>/dev/null | awk -F ' *[|] *' -v url="$carbonio_url" 'index($3, url) == 1 { print $2; exit }'; }
  # That a source changed is known here, whatever the clock says of its file.
  if [ "$changed" = yes ] || [ -z "$(candidate)" ]; then fetch_package_lists; fi
else
  key carbonio "$carbonio_key_url" "$carbonio_fingerprint" /etc/pki/rpm-gpg/RPM-GPG-KEY-zextras --armor
  source_file /etc/yum.repos.d/zextras.repo <<EOF
[zextras]
name=Zextras
baseurl=$carbonio_url/$codename
enabled=1
gpgcheck=0
repo_gpgcheck=1
gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-zextras
EOF
  if [ -n "$postgresql_version" ]; then
    key postgresql "$postgresql_key_url" "$postgresql_fingerprint" /etc/pki/rpm-gpg/RPM-GPG-KEY-postgresql --armor
    source_file /etc/yum.repos.d/postgresql.repo <<EOF
[pgdg$postgresql_version]
name=PostgreSQL $postgresql_version
baseurl=$postgresql_url/$postgresql_version/redhat/rhel-${codename#rhel}-x86_64
enabled=1
gpgcheck=1
repo_gpgcheck=1
gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-postgresql

[pgdg-common]
name=PostgreSQL common
baseurl=$postgresql_url/common/redhat/rhel-${codename#rhel}-x86_64
enabled=1
gpgcheck=1
repo_gpgcheck=1
gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-postgresql
EOF
  fi
  candidate() { dnf -q -y repoquery --repo zextras --latest-limit 1 --qf '%{version}' carbonio-core 2>/dev/null | sed -n 1p; }
  [ "$changed" = no ] || dnf_yes makecache
fi

seen="$(candidate)"
expect package-sources "carbonio-core from $carbonio_url" "${seen:-no such package there}" [ -n "$seen" ]
conclude
