#!/usr/bin/env bash
# Runs inside the new file tree.
set -euo pipefail

# Production code decides by os-release, so the hosts say what the servers say. Diverted, or the next update of base-files
# would undo it; apt goes by /etc/apt and stays on Debian.
cp /usr/lib/os-release /usr/lib/os-release.debian
dpkg-divert --quiet --local --no-rename --add --divert /usr/lib/os-release.debian /usr/lib/os-release
mv /etc/os-release.lab /usr/lib/os-release
ln -sfn ../usr/lib/os-release /etc/os-release

# The user of hosts that refuse root. Without a key nobody can log in as it.
useradd --create-home --shell /bin/bash --user-group carbonio
chmod 0440 /etc/sudoers.d/90-carbonio
visudo --check --quiet

# A container has no devices to manage, no clock to set, no console; the rest only costs memory while booting.
systemctl mask --quiet \
  getty.target console-getty.service systemd-udevd.service systemd-udev-trigger.service systemd-udevd-control.socket \
  systemd-udevd-kernel.socket systemd-timesyncd.service systemd-networkd.service \
  systemd-resolved.service systemd-firstboot.service systemd-pstore.service systemd-journal-flush.service \
  systemd-update-utmp.service systemd-update-utmp-runlevel.service systemd-modules-load.service \
  sys-kernel-config.mount sys-kernel-debug.mount sys-kernel-tracing.mount dev-mqueue.mount dev-hugepages.mount \
  apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer systemd-tmpfiles-clean.timer \
  man-db.timer \
  systemd-sysusers.service systemd-remount-fs.service systemd-tmpfiles-setup-dev.service sys-fs-fuse-connections.mount
# Started by whoever asks for it (reboot does), not at boot.
rm /lib/systemd/system/multi-user.target.wants/systemd-logind.service
systemctl enable --quiet ssh.service

# Every boot and every package with a unit runs all generators. Of what they look for (disks, consoles, words of a boot
# loader), a container has nothing but scripts in /etc/init.d and lines in /etc/fstab.
mkdir -p /etc/systemd/system-generators
for generator in /usr/lib/systemd/system-generators/*; do
  [[ ${generator##*/} =~ ^systemd-(sysv|fstab)-generator$ ]] || ln -s /dev/null "/etc/systemd/system-generators/${generator##*/}"
done

# The greeting is made anew by a handful of processes at each login, and nobody reads it.
sed -i '/pam_motd/d' /etc/pam.d/sshd

# An installed Ubuntu server has it, and every host would spend seconds of a processor on it.
sed -i 's/^# *\(en_US.UTF-8 UTF-8\)/\1/' /etc/locale.gen
locale-gen >/dev/null

# Nobody outside is reached, and each authority that is trusted costs update-ca-certificates processes of its own.
: >/etc/ca-certificates.conf
update-ca-certificates --fresh >/dev/null

# Each host gets these of its own when it is created.
rm -f /etc/ssh/ssh_host_*_key /etc/ssh/ssh_host_*_key.pub /etc/hostname /etc/resolv.conf /var/lib/dbus/machine-id
: >/etc/machine-id
: >/etc/resolv.conf
ln -sfn /etc/machine-id /var/lib/dbus/machine-id

rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/* /tmp/* /etc/apt/sources.list
mkdir -p /var/log/journal /var/cache/apt/archives/partial /var/lib/apt/lists/partial
rmdir /var/log/journal
find /usr/share/doc -type f ! -name copyright -delete
rm -rf /usr/share/man/* /usr/share/info/*
