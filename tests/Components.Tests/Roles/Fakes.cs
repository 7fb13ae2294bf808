namespace CarbonioInfra.Components.Tests.Roles;

/// <summary>Shell that puts fakes of Carbonio's commands, and of the system's, into a sandbox.</summary>
internal static class Fakes
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Roles");

    /// <summary>A system with units, a user zextras, and systemctl that remembers what it was asked to change.</summary>
    public const string System = """
        shim() { mkdir -p "$(dirname "${3:-/usr/local/sbin}/$1")"; printf '#!/bin/bash\n%s\n' "$2" >"${3:-/usr/local/sbin}/$1"; chmod +x "${3:-/usr/local/sbin}/$1"; }
        printf 'ID=ubuntu\nVERSION_ID="24.04"\n' >/etc/os-release
        touch /run/calls /run/writes
        shim su '[ "$4" = zextras ] || exit 9; exec bash -c "$6"'
        shim zmlocalconfig 'case "$1" in
          -s) sed -n "s/^$4=//p" /run/localconfig;;
          -e) echo "zmlocalconfig $2" >>/run/calls; [ -e /run/local-read-only ] || { sed -i "/^${2%%=*}=/d" /run/localconfig; echo "$2" >>/run/localconfig; };;
        esac'
        touch /run/localconfig
        shim systemctl '
          case "$1" in
            is-active) shift; [ "$1" = --quiet ] && quiet=1 && shift; if [ -e "/run/inactive-$1" ]; then [ -n "${quiet:-}" ] || echo failed; exit 3; else [ -n "${quiet:-}" ] || echo active; fi;;
            list-units) ;;
            restart | start) echo "systemctl $*" >>/run/calls; [ ! -x /run/on-restart ] || /run/on-restart "$2";;
          esac'
        for command in zmcontrol zmmtactl zmproxyctl zmmailboxdctl; do
          shim "$command" "case \"\$1\" in status) echo Host x; echo x Running;; *) echo \"$command \$*\" >>/run/calls; [ ! -x /run/on-restart ] || /run/on-restart $command;; esac"
        done

        """;

    /// <summary>A system whose Carbonio is started by zmcontrol.</summary>
    public const string OldSystem = System + "printf 'ID=ubuntu\\nVERSION_ID=\"22.04\"\\n' >/etc/os-release\n";

    /// <summary>RHEL 9, where Carbonio's parts are units.</summary>
    public const string Rhel = System + "printf 'ID=\"rhel\"\\nVERSION_ID=\"9.6\"\\n' >/etc/os-release\nrm -f /etc/debian_version\n";

    /// <summary>A directory with these objects, as JSON.</summary>
    public static string Directory(string objects) => $"""
        cat >/usr/local/sbin/carbonio <<'END'
        {File.ReadAllText(Path.Combine(Folder, "carbonio.py")).TrimEnd('\n')}
        END
        chmod +x /usr/local/sbin/carbonio
        cat >/run/directory.json <<'END'
        {objects}
        END

        """;

    /// <summary>A server of a test's own, running when the step begins.</summary>
    public static string Server(string file, string arguments) => $$"""
        cat >/run/{{file}} <<'END'
        {{File.ReadAllText(Path.Combine(Folder, file)).TrimEnd('\n')}}
        END
        (exec python3 /run/{{file}} {{arguments}}) >/dev/null 2>&1 &
        for _ in {1..100}; do [ -e /run/ready ] && break; sleep 0.1; done

        """;
}
