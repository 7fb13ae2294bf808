#!/usr/bin/env bash
# write_file PATH MODE: puts standard input there in one move, owned by root; touches nothing when the file already is like that.
write_file() {
  local path=$1 mode=$2 new
  new="$(mktemp "$path.XXXXXX")"
  cat >"$new"
  chmod "$mode" "$new"
  if [ -f "$path" ] && cmp -s "$path" "$new" && [ "$(stat -c '%a %U' "$path")" = "$(stat -c '%a %U' "$new")" ]; then
    rm -f "$new"
    return 0
  fi
  mv -f "$new" "$path"
  # A file made elsewhere and moved keeps the label of where it was made.
  if command -v restorecon >/dev/null; then restorecon "$path"; fi
}
