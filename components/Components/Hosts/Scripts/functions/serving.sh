#!/usr/bin/env bash
# mark_serving: notes that the ports of this host now belong to services that its steps have set up. serves_already: whether that
# was noted; those services may then hold ports that had to be free before.
serving_mark=/var/lib/carbonio-infra/serving

mark_serving() {
  mkdir -p "${serving_mark%/*}"
  : >"$serving_mark"
}

serves_already() {
  [ -e "$serving_mark" ]
}
