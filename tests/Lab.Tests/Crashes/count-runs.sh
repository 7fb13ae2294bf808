#!/usr/bin/env bash
# Counts its runs in each round and notes when two are at work at once. While /run/hold exists it does not end.
: "${round:?}"
folder="/var/lib/crash-test"
mkdir -p "$folder"
mkdir "$folder/running" 2>/dev/null || echo "round $round" >>"$folder/doubled"
trap 'rmdir "$folder/running"' EXIT
echo "$round" >>"$folder/begun"
echo begun
sleep 2
while [ -e /run/hold ]; do sleep 0.1; done
echo "$round" >>"$folder/ended"
