# shellcheck shell=bash
# Every process of a lab lives in a cgroup named after it: /carbonio-infra/KEY/NAME in each hierarchy of the machine. That is
# how a process is found again whatever was killed meanwhile, and why there are no pid files. Works on cgroup v1, v2 and both,
# and without systemd as PID 1.

readonly CGROUP=carbonio-infra

# Hierarchies, those that systemd-nspawn tracks processes with first: a process that is in any of them is in the first.
declare -a CGROUP_ROOTS=()
find_cgroup_roots() {
  ((${#CGROUP_ROOTS[@]})) && return 0
  mapfile -t CGROUP_ROOTS < <(
    findmnt --noheadings --raw --types cgroup2,cgroup --output FSTYPE,OPTIONS,TARGET |
      awk '$3 ~ "^/sys/fs/cgroup" { print ($1 == "cgroup2" || $2 ~ /name=systemd/ ? 0 : 1), $3 }' | sort -u | cut -d' ' -f2
  )
  ((${#CGROUP_ROOTS[@]})) || fail "no cgroup hierarchy is mounted at /sys/fs/cgroup"
}

# cgroup_join NAME: moves the calling shell there.
cgroup_join() {
  local root part parent file parts plain=()
  find_cgroup_roots
  IFS=/ read -r -a parts <<<"$CGROUP/$LAB_KEY/$1"
  for root in "${CGROUP_ROOTS[@]}"; do
    [[ -e $root/cgroup.controllers ]] || plain+=("$root/$CGROUP/$LAB_KEY/$1")
  done
  # Another host may be making the same parent, or a host-down removing an empty one.
  ((${#plain[@]} == 0)) || wait_until 5 mkdir -p "${plain[@]}" || fail "cannot make the cgroup ${plain[0]}: is /sys/fs/cgroup writable?"
  for root in "${CGROUP_ROOTS[@]}"; do
    parent=$root
    for part in "${parts[@]}"; do
      # v2 hands controllers down one level at a time; where the machine cannot, the lab lacks limits and nothing else.
      if [[ -e $parent/cgroup.subtree_control ]]; then
        for file in memory pids cpu; do
          echo "+$file" 2>/dev/null >"$parent/cgroup.subtree_control" || true
        done
      fi
      [[ -d $parent/$part ]] || wait_until 5 mkdir -p "$parent/$part" || fail "cannot make the cgroup $parent/$part: is /sys/fs/cgroup writable?"
      parent+=/$part
      for file in cpuset.cpus cpuset.mems; do # empty in a new v1 cpuset, which then refuses every process
        if [[ -e $parent/$file && ! -e $root/cgroup.controllers && -z $(<"$parent/$file") ]]; then
          cat "$parent/../$file" >"$parent/$file"
        fi
      done
    done
    echo 0 >"$parent/cgroup.procs" || fail "cannot move a process into the cgroup $parent"
  done
}

# cgroup_pids [NAME]: processes of one member, or of the whole lab.
cgroup_pids() {
  find_cgroup_roots
  local path=${CGROUP_ROOTS[0]}/$CGROUP/$LAB_KEY${1:+/$1}
  [[ -d $path ]] || return 0
  # Cgroups come and go while find looks.
  { find "$path" -name cgroup.procs -exec cat {} + 2>/dev/null || true; } | sort -nu
}

# cgroup_is_used NAME: whether a process is in this very cgroup. Starts none itself.
cgroup_is_used() {
  local first=''
  find_cgroup_roots
  { read -r first <"${CGROUP_ROOTS[0]}/$CGROUP/$LAB_KEY/$1/cgroup.procs"; } 2>/dev/null || true
  [[ -n $first ]]
}

# cgroup_limit NAME FILE-ON-V1 FILE-ON-V2 VALUE
cgroup_limit() {
  local root path file
  find_cgroup_roots
  for root in "${CGROUP_ROOTS[@]}"; do
    path=$root/$CGROUP/$LAB_KEY/$1
    for file in "$2" "$3"; do
      if [[ -e $path/$file ]]; then
        echo "$4" >"$path/$file"
        return 0
      fi
    done
  done
  say "this machine has no cgroup controller for ${3%%.*}: $1 runs without that limit"
}

# group_memory [NAME]: bytes that a member, or the whole lab, and the kernel on its behalf hold. Without page cache, which is
# given back when it is needed. Empty where the machine does not count.
group_memory() {
  local root path used cache shared
  find_cgroup_roots
  for root in "${CGROUP_ROOTS[@]}"; do
    path=$root/$CGROUP/$LAB_KEY${1:+/$1}
    if [[ -e $path/memory.usage_in_bytes ]]; then
      used=$path/memory.usage_in_bytes cache=total_cache shared=total_shmem
    elif [[ -e $path/memory.current ]]; then
      used=$path/memory.current cache=file shared=shmem
    else
      continue
    fi
    awk -v used="$(<"$used")" -v cache="$cache" -v shared="$shared" '
      $1 == cache { used -= $2 } $1 == shared { used += $2 } END { printf "%.0f", used }' "$path/memory.stat"
    return 0
  done
}

# cgroup_kill NAME: nothing of it runs any more, and its cgroups are gone.
cgroup_kill() {
  wait_until 30 cgroup_is_killed "$1" || fail "processes of $1 survive SIGKILL: $(cgroup_pids "$1" | tr '\n' ' ')"
  cgroup_remove "$CGROUP/$LAB_KEY/$1"
}

cgroup_is_killed() {
  local pids
  pids=$(cgroup_pids "$1")
  [[ -n $pids ]] || return 0
  # shellcheck disable=SC2086 # one word per process
  kill -KILL $pids 2>/dev/null || true
  return 1
}

# cgroup_remove PATH: the tree below it in every hierarchy, and parents that are empty then.
cgroup_remove() {
  local root
  find_cgroup_roots
  for root in "${CGROUP_ROOTS[@]}"; do
    # The kernel lets go of a cgroup a moment after its last process.
    wait_until 10 remove_cgroup_tree "$root/$1" || fail "the cgroup $root/$1 cannot be removed"
    rmdir "$root/$CGROUP/$LAB_KEY" "$root/$CGROUP" 2>/dev/null || true
  done
}

remove_cgroup_tree() {
  [[ ! -d $1 ]] || find "$1" -depth -type d -exec rmdir {} + 2>/dev/null || [[ ! -d $1 ]]
}
