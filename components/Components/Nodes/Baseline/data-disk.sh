#!/usr/bin/env bash
# Mounts at /opt what outlives the machine: a volume, or a directory that stands for one. A file system is made only where there is
# nothing at all, data that is there already is kept and reported, a disk of another host is refused.
# uses: carbonio_installed verdict wait_until write_file
set -euo pipefail
: "${fqdn:?}" "${source:?}" "${kind:?}" "${patience_seconds:?}"

mark=/opt/.carbonio-infra-data-disk
ours=x-carbonio-infra

is_there() { if [ "$kind" = directory ]; then [ -d "$source" ]; else [ -b "$source" ]; fi; }
wait_until "$patience_seconds" "the data disk $source" is_there

identify() {
  if [ "$kind" = directory ]; then
    file_system=directory
    entry="$source /opt none bind,nofail,$ours 0 0"
    return 0
  fi
  local result=0
  blkid -p "$source" >/dev/null 2>&1 || result=$?
  # 2: nothing that blkid knows, and nothing that it cannot make out (8) either.
  if [ "$result" -eq 2 ]; then mkfs.ext4 -q -F -m 1 -L carbonio-data "$source"; fi
  file_system="$(blkid -p -s TYPE -o value "$source" || true)"
  case "$file_system" in
    ext4 | xfs) ;;
    *) die "expected nothing, ext4 or xfs on $source, found $(blkid -p "$source" 2>&1 || true); nothing was changed on it" ;;
  esac
  entry="UUID=$(blkid -p -s UUID -o value "$source") /opt $file_system defaults,nofail,x-systemd.device-timeout=120,$ours 0 2"
}

is_mounted() {
  if [ "$kind" = directory ]; then
    [ "$(stat -c %d:%i "$source")" = "$(stat -c %d:%i /opt)" ]
  else
    [ "$(mountpoint -d /opt)" = "$(mountpoint -x "$source")" ]
  fi
}

mounted_now=no
identify
if mountpoint -q /opt; then
  is_mounted || die "expected $source at /opt, found $(findmnt -n -o SOURCE --mountpoint /opt) mounted there"
else
  found="$(find /opt -mindepth 1 -maxdepth 1 2>/dev/null | sort | sed 5q | paste -sd ' ')"
  [ -z "$found" ] || die "expected /opt to be empty before the data disk is mounted over it, found $found"
  mkdir -p /opt
  if [ "$kind" = directory ]; then mount --bind "$source" /opt; else mount "$source" /opt; fi
  mounted_now=yes
fi

owner="$(cat "$mark" 2>/dev/null || true)"
if [ -n "$owner" ] && [ "$owner" != "$fqdn" ]; then
  [ "$mounted_now" = no ] || umount /opt
  die "expected an empty disk or that of $fqdn, found the one of $owner; it is not used"
fi

others="$(awk -v ours="$ours" '!/^[ \t]*#/ && $2 == "/opt" && $4 !~ ours' /etc/fstab 2>/dev/null || true)"
if [ -n "$others" ]; then
  [ "$mounted_now" = no ] || umount /opt
  die "expected no other file system for /opt in /etc/fstab, found $others"
fi
kept="$(awk -v ours="$ours" '$2 != "/opt" || $4 !~ ours' /etc/fstab 2>/dev/null || true)"
printf '%s\n' ${kept:+"$kept"} "$entry" | write_file /etc/fstab 0644
systemctl daemon-reload

verdict ok data-disk "$source at /opt" "$file_system, $(df -P -B1G /opt | awk 'NR == 2 { print $2 }') GiB"
if carbonio_installed; then
  verdict not-applicable earlier-data "what an earlier machine left on the disk" "Carbonio is installed"
elif [ -n "$(find /opt/zextras -mindepth 1 -maxdepth 1 2>/dev/null)" ]; then
  verdict ok earlier-data "what an earlier machine left on the disk" "Carbonio's data of ${owner:-an unknown host}, kept as it is"
else
  verdict ok earlier-data "what an earlier machine left on the disk" "none"
fi
printf '%s\n' "$fqdn" | write_file "$mark" 0644
conclude
