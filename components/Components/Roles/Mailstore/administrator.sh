#!/usr/bin/env bash
# The administrator has this password. What carbonio says when it reads commands from standard input is not to be trusted: logging in is.
# uses: verdict soon as_zextras
set -euo pipefail
: "${account:?}" "${login_url:?}" "${patience_seconds:?}" "${administrator_password:?}"

login() {
  printf '<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Body><AuthRequest xmlns="urn:zimbraAdmin"><name>%s</name><password>%s</password></AuthRequest></soap:Body></soap:Envelope>' \
    "$account" "$administrator_password" |
    curl --silent --insecure --noproxy '*' --max-time 30 --header 'Content-Type: application/soap+xml' --data-binary @- "$login_url" || true
}

# What came of it: accepted, a code of Carbonio's such as account.AUTH_FAILED, or nothing. Never the answer itself, which has a token.
login_result() {
  local answer
  answer="$(login)"
  case "$answer" in
    *'<authToken>'*) echo accepted ;;
    *) grep -oE '(account|service)\.[A-Z_]+' <<<"$answer" | head -n 1 || true ;;
  esac
}

logs_in() { [ "$(login_result)" = accepted ]; }
logs_in_after_a_while() { sleep 3; logs_in; }
answers() { [ -n "$(login_result)" ]; }

soon "$patience_seconds" answers || true
if ! logs_in; then
  printf 'prov sp %s %s\n' "$account" "$administrator_password" | as_zextras carbonio >/dev/null 2>&1 || true
  # What the server knows of an account may be some seconds old; many failed logins in a row may lock it.
  soon 12 logs_in_after_a_while || true
fi
seen="$(login_result)"
expect administrator "a login of $account at $login_url" "${seen:-no answer}" [ "$seen" = accepted ]
conclude
