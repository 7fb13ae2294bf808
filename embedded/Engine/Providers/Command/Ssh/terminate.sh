#!/bin/sh
# Ends a command that sshd runs, with all that it started in its session: asks, and after two seconds insists. $1 stands in the
# command line of its shell. sshd could pass on signals, but does so for nobody who logs in as root. Fails when something is left.
set -eu

# Sets group and session to those of a process; to nothing when it has ended.
look_up() {
  group='' session=''
  read -r stat 2>/dev/null <"/proc/$1/stat" || return 0
  # After the name, which may contain anything: state, parent, group, session.
  # shellcheck disable=SC2086
  set -- ${stat##*) }
  if [ "$1" != Z ]; then group="$3" session="$4"; fi
}

# Sets members to the processes of the doomed session.
look_up_members() {
  members=''
  for directory in /proc/[0-9]*; do
    look_up "${directory#/proc/}"
    if [ "$session" = "$doomed" ]; then members="$members ${directory#/proc/}"; fi
  done
}

look_up $$
own="$session"
doomed=''
matches="$(grep -l -s -F -e "$1" /proc/[0-9]*/cmdline)" || :
for file in $matches; do
  process="${file#/proc/}"
  look_up "${process%/*}"
  if [ -n "$session" ] && [ "$session" != "$own" ]; then doomed="$session"; fi
done
# Ended already, or it replaced its shell by itself.
[ -n "$doomed" ] || exit 1

for signal in TERM KILL; do
  # The shell's own group at once: a shell whose child alone is ended goes on to the next command.
  kill -s "$signal" -- "-$doomed" 2>/dev/null || :
  look_up_members
  for process in $members; do
    look_up "$process"
    if ! kill -s 0 "$process" 2>/dev/null; then
      # What runs through sudo takes signals from root alone.
      sudo -n kill -s "$signal" "$process" 2>/dev/null || :
    elif [ "$group" != "$doomed" ]; then
      kill -s "$signal" "$process" 2>/dev/null || :
    fi
  done
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    look_up_members
    [ -n "$members" ] || exit 0
    sleep 0.2
  done
done
exit 1
