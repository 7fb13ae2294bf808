#!/usr/bin/env bash
# in_container: whether clock and kernel settings belong to the machine around this host.
in_container() {
  systemd-detect-virt -cq
}
