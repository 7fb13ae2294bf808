#!/usr/bin/env bash
# directory_answers HOST: whether an LDAP server answers there. directory_accepts HOST: whether it also takes the password of Carbonio's
# own identity, in the shell variable ldap_admin_password.
directory_answers() {
  PATH=/opt/zextras/common/bin:$PATH ldapsearch -x -o nettimeout=5 -H "ldap://$1:389" -s base -b "" -LLL namingContexts >/dev/null 2>&1
}

directory_accepts() {
  : "${ldap_admin_password:?}"
  PATH=/opt/zextras/common/bin:$PATH ldapwhoami -x -o nettimeout=5 -H "ldap://$1:389" -D uid=zimbra,cn=admins,cn=zimbra -y /dev/fd/8 \
    >/dev/null 2>&1 8< <(printf '%s' "$ldap_admin_password")
}
