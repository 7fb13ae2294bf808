#!/usr/bin/env bash
# The bucket keeps what is deleted or overwritten for a while, and its user may do there what Carbonio does and nothing elsewhere. What is
# right already is left alone.
# uses: verdict wait_until write_file
set -euo pipefail
: "${endpoint:?}" "${bucket:?}" "${keep_deleted_days:?}" "${root_user:?}" "${root_password:?}" "${user:?}" "${secret_key:?}" "${program:?}" \
  "${patience_seconds:?}"

readonly folder=/run/carbonio-infra/mc policy=$bucket-user policy_file=/etc/minio/bucket-user.json
# Of a fixed name, so that a run that was cut off leaves no credentials behind the next.
rm -rf "$folder"
trap 'rm -rf "$folder"' EXIT
mkdir -m 0700 "$folder"

mc() { timeout 60 env HOME="$folder" /usr/local/lib/carbonio-infra/mc --config-dir "$folder" --quiet --json "$@"; }
alias_of() { printf '"%s":{"url":%s,"accessKey":%s,"secretKey":%s,"api":"S3v4","path":"on"}' "$1" "$(json_text "$endpoint")" "$(json_text "$2")" "$(json_text "$3")"; }
printf '{"version":"10","aliases":{%s,%s}}\n' "$(alias_of root "$root_user" "$root_password")" "$(alias_of user "$user" "$secret_key")" |
  write_file "$folder/config.json" 0600

# what QUESTION: what mc's answer on standard input says to it.
what() { python3 -c "$program" "$1"; }

# settle CHECK EXPECTED ASK CHANGE: changes what is different, and nothing else.
settle() {
  local seen said=
  seen="$("$3")"
  if [ "$seen" != "$2" ]; then
    said="$("$4" | what error)"
    [ "$said" != none ] || said=
    seen="$("$3")"
  fi
  expect "$1" "$2" "$seen${said:+, and mc said: $said}" [ "$seen" = "$2" ]
}

bucket_there() { if mc stat "root/$bucket" >/dev/null; then echo there; else echo none; fi; }
make_bucket() { mc mb --ignore-existing "root/$bucket" || true; }

versions() { { mc version info "root/$bucket" || true; } | what versioning; }
keep_versions() { mc version enable "root/$bucket" || true; }

lifecycle() { { mc ilm rule export "root/$bucket" || true; } | what lifecycle; }
set_lifecycle() {
  printf '{"Rules":[{"ID":"former-versions","Status":"Enabled","Filter":{"Prefix":""},"NoncurrentVersionExpiration":{"NoncurrentDays":%s}}]}\n' \
    "$keep_deleted_days" | mc ilm rule import "root/$bucket" || true
}

rights() { { mc admin policy info root "$policy" || true; } | what policy; }
set_rights() { mc admin policy create root "$policy" "$policy_file" || true; }

user_state() {
  local state
  state="$({ mc admin user info root "$user" || true; } | what user)"
  if mc ls "user/$bucket" >/dev/null; then echo "$state, its key is accepted"; else echo "$state, its key is refused"; fi
}
set_user() {
  local attached
  # mc repeats the secret key on its standard output.
  printf '%s\n%s\n' "$user" "$secret_key" | mc admin user add root >/dev/null || true
  attached="$({ mc admin user info root "$user" || true; } | what user)"
  for attached in $(tr ',' ' ' <<<"${attached#* with }"); do
    case "$attached" in no | policy | none | "$policy") ;; *) mc admin policy detach root "$attached" --user "$user" || true ;; esac
  done
  mc admin policy attach root "$policy" --user "$user" || true
}

elsewhere() { if { mc ls "user/$bucket-of-others" || true; } | what error | grep -c 'Access Denied' >/dev/null; then echo refused; else echo "not refused"; fi; }

takes_root() { mc admin info root >/dev/null; }
wait_until "$patience_seconds" "MinIO at $endpoint to take its administrator's credentials" takes_root

write_file "$policy_file" 0644 <<POLICY
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": ["arn:aws:s3:::$bucket"]},
    {
      "Effect": "Allow",
      "Action": ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      "Resource": ["arn:aws:s3:::$bucket/*"]
    }
  ]
}
POLICY
settle bucket there bucket_there make_bucket
settle bucket-versions Enabled versions keep_versions
settle bucket-lifecycle "former-versions Enabled $keep_deleted_days days" lifecycle set_lifecycle
settle user-rights "$(what document <"$policy_file")" rights set_rights
settle user "enabled with $policy, its key is accepted" user_state set_user
seen="$(elsewhere)"
expect user-elsewhere "the user to be refused in other buckets" "$seen" [ "$seen" = refused ]
conclude
