namespace CarbonioInfra.Components.Tests.Installation;

/// <summary>Shell with which tests put commands of the vendor's into a sandbox.</summary>
internal static class Shims
{
    /// <summary><c>shim NAME TEXT</c> makes a command; <c>system ID VERSION</c> says which operating system this is.</summary>
    public const string Functions = """
        shim() { printf '#!/bin/bash\n%s\n' "$2" >"/usr/local/sbin/$1"; chmod 0755 "/usr/local/sbin/$1"; }
        system() { printf 'ID="%s"\nVERSION_ID="%s"\n' "$1" "$2" >/etc/os-release; }
        system ubuntu 24.04

        """;

    /// <summary>Carbonio's user, whose commands are in <c>/opt/zextras/bin</c>, and services that run.</summary>
    public const string Carbonio = Functions + """
        useradd --create-home --home-dir /opt/zextras --shell /bin/bash zextras
        mkdir -p /opt/zextras/bin /opt/zextras/log /var/lib/carbonio-infra
        printf 'PATH=/opt/zextras/bin:$PATH\n' >/opt/zextras/.bash_profile
        zextras_shim() { printf '#!/bin/bash\n%s\n' "$2" >"/opt/zextras/bin/$1"; chmod 0755 "/opt/zextras/bin/$1"; }
        shim systemctl '
          echo "systemctl $*" >>/run/calls
          case "$1" in is-active) [ ! -e "/run/stopped" ] && { [ "$2" = --quiet ] || echo active; };; start) rm -f /run/stopped;; esac'

        """;
}
