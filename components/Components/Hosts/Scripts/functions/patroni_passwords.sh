#!/usr/bin/env bash
# ensure_passwords LEADER: PostgreSQL's superuser and the role for replication have their passwords, in the order in which a run that is
# cut off can go on. Asks the leader, which alone can change them. Needs the shell variables of the step patroni.
# uses: verdict postgres_roles

# The one that Patroni was last told for a role.
configured_password() {
  awk -v role="'$1'" '$1 == "username:" { of = $2 } $1 == "password:" && of == role { print substr($2, 2, length($2) - 2) }' \
    "${configuration:?}"
}

# leader_sql: there, as the superuser, with the password that it takes.
leader_sql() {
  if [ "$leader" = "${address:?}" ]; then local_sql; else remote_sql "$leader" "${admin_role:?}" "$accepted_password"; fi
}

ensure_password() {
  local unlike
  unlike="$(unlike_encryption "${password_encryption:?}" | leader_sql)"
  if logs_in "$login_host" "$1" "$2" && ! grep -qx "$1" <<<"$unlike"; then return 0; fi
  password_sql "$1" "$2" "$password_encryption" | leader_sql
}

ensure_passwords() {
  : "${replication_role:?}" "${postgres_admin_password:?}" "${postgres_replication_password:?}"
  local leader=$1 login_host=$1 accepted_password=$postgres_admin_password seen
  if [ "$leader" = "$address" ]; then
    login_host=127.0.0.1
  elif ! logs_in "$leader" "$admin_role" "$accepted_password"; then
    accepted_password="$(configured_password "$admin_role")"
    logs_in "$leader" "$admin_role" "$accepted_password" ||
      die "expected the leader $leader to take the password of $admin_role, the given one or the one in $configuration, it takes neither"
  fi
  # Roles of others cannot log in any more once access rules ask for a form that their passwords do not have.
  if [ "$password_encryption" != md5 ]; then
    seen="$(unlike_encryption "$password_encryption" | leader_sql | grep -vxE "$admin_role|$replication_role" | paste -sd ' ' || true)"
    expect password-encryption "passwords of all roles kept as $password_encryption" "${seen:+others: }${seen:-they are}" [ -z "$seen" ]
    conclude
  fi
  ensure_password "$replication_role" "$postgres_replication_password"
  ensure_password "$admin_role" "$postgres_admin_password"
}
