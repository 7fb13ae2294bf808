#!/usr/bin/env bash
# write_file PATH MODE [OWNER:GROUP]: puts standard input there in one move, owned by root unless said otherwise; touches nothing when
# the file already is like that.
write_file() {
  local path=$1 mode=$2 owner=${3:-root:root} new
  new="$(mktemp "$path.XXXXXX")"
  cat >"$new"
  chown "$owner" "$new"
  chmod "$mode" "$new"
  if [ -f "$path" ] && cmp -s "$path" "$new" && [ "$(stat -c '%a %U:%G' "$path")" = "$(stat -c '%a %U:%G' "$new")" ]; then
    rm -f "$new"
    return 0
  fi
  mv -f "$new" "$path"
  # A file made elsewhere and moved keeps the label of where it was made.
  if command -v restorecon >/dev/null; then restorecon "$path"; fi
}
