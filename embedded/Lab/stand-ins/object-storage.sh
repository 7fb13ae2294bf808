#!/usr/bin/env bash
# MinIO is in no distribution, so OpenStack Swift serves the S3 API here.
# uses: write_file serving
set -euo pipefail
: "${program:?}" "${fqdn:?}" "${port:?}" "${region:?}" "${bucket:?}" "${user:?}" "${certificate:?}" "${private_key:?}" "${secret_key:?}"

readonly folder=/var/lib/lab-object-storage begun_with=/run/lab-object-storage/begun-with
getent passwd lab-s3 >/dev/null || useradd --system --user-group --home-dir "$folder" --no-create-home --shell /usr/sbin/nologin lab-s3
mkdir -p /usr/local/lib/carbonio-lab "$folder/data/store"
chown lab-s3:lab-s3 "$folder" "$folder/data" "$folder/data/store"
chmod 0700 "$folder"

server_configuration() {
  cat <<EOF
[DEFAULT]
swift_dir = $folder
devices = $folder/data
mount_check = false
fallocate_reserve = 0
log_level = WARNING

[pipeline:main]
pipeline = $1-server

[app:$1-server]
use = egg:swift#$1
EOF
}

proxy_configuration() {
  cat <<EOF
[DEFAULT]
swift_dir = $folder
log_level = WARNING

[pipeline:main]
pipeline = catch_errors s3api tempauth slo symlink versioned_writes proxy-server

[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true

[filter:catch_errors]
use = egg:swift#catch_errors

[filter:s3api]
use = egg:swift#s3api
location = $region

[filter:slo]
use = egg:swift#slo

[filter:symlink]
use = egg:swift#symlink

[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_object_versioning = true

[filter:tempauth]
use = egg:swift#tempauth
EOF
  printf 'user_%s = %s\n' "${user/:/_}" "$secret_key"
}

# Where an object lies follows from it; it is nobody's secret here.
printf '[swift-hash]\nswift_hash_path_suffix = lab\n' | write_file "$folder/swift.conf" 0644
for kind in account container object; do server_configuration "$kind" | write_file "$folder/$kind.conf" 0644; done
proxy_configuration | write_file "$folder/proxy.conf" 0600 lab-s3:lab-s3
printf '%s\n%s\n' "$private_key" "$certificate" | write_file "$folder/server.pem" 0600 lab-s3:lab-s3
printf '%s\n' "$program" | write_file /usr/local/lib/carbonio-lab/object-storage.py 0644
write_file /etc/systemd/system/lab-object-storage.service 0644 <<EOF
[Unit]
Description=OpenStack Swift, stands in for an S3 server

[Service]
User=lab-s3
RuntimeDirectory=lab-object-storage
ExecStartPre=/bin/sh -c 'sha256sum /usr/local/lib/carbonio-lab/object-storage.py $folder/*.conf $folder/server.pem >$begun_with'
ExecStart=/usr/bin/python3 -B /usr/local/lib/carbonio-lab/object-storage.py $folder $bucket $user $port
Restart=always

[Install]
WantedBy=multi-user.target
EOF

mark_serving
systemctl daemon-reload
systemctl enable --quiet lab-object-storage.service
if ! systemctl is-active --quiet lab-object-storage.service || ! sha256sum --check --status "$begun_with" 2>/dev/null; then
  systemctl restart lab-object-storage.service
fi
started=$SECONDS
until seen="$(curl --silent --show-error --max-time 5 --output /dev/null "https://$fqdn:$port/" 2>&1)"; do
  [ $((SECONDS - started)) -lt 120 ] ||
    die "expected an answer of https://$fqdn:$port within 120 s, found $seen; $(journalctl --unit lab-object-storage.service --lines 3 --output cat | tr '\n' ' ')"
  sleep 0.5
done
