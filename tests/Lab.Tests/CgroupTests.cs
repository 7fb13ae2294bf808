namespace CarbonioInfra.Lab.Tests;

/// <summary>
/// The lab's cgroups where the machine has cgroup v2 alone, on a folder that behaves like that file system: a new cgroup has the
/// files of a controller only if its parent hands that controller down.
/// </summary>
public sealed class CgroupTests : IDisposable
{
    private const string Kernel = """
        set -euo pipefail
        say() { printf 'lab: %s\n' "$*" >&2; }
        fail() { say "$*"; exit 1; }
        wait_until() { shift; "$@"; }
        LAB_KEY=abcdef
        root=$1
        # What is written to a cgroup.subtree_control adds to what is there; parent is the caller's variable.
        echo() {
          if [[ $1 == +* ]]; then
            [[ ! -s $parent/cgroup.procs || $parent == "$root" ]] || return 1 # EBUSY: processes beside children
            grep -qw "${1#+}" "$parent/cgroup.controllers" || return 1
            printf '%s\n' "${1#+}" >>"$parent/handed-down"
          else
            builtin echo "$@"
          fi
        }
        mkdir() {
          local controller new=${!#}
          [[ ! -d $new ]] || return 0
          command mkdir "$new"
          : >"$new/cgroup.procs" >"$new/cgroup.subtree_control" >"$new/cgroup.controllers"
          for controller in $(sort -u "${new%/*}/handed-down" 2>/dev/null); do
            printf '%s\n' "$controller" >>"$new/cgroup.controllers"
            : >"$new/$controller.max"
          done
        }
        source "$2"
        CGROUP_ROOTS=("$root")
        cgroup_join host-svc1/keeper
        cgroup_join host-svc1/machine
        cgroup_limit host-svc1 memory.limit_in_bytes memory.max 314572800
        cgroup_limit host-svc1 pids.max pids.max 200
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("carbonio-cgroup-").FullName;

    private string Host => Path.Combine(_root, "carbonio-infra", "abcdef", "host-svc1");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Limits_reach_a_host_whose_processes_sit_in_groups_below_it()
    {
        var result = Run("cpu io memory pids");

        result.Succeeded();
        Assert.Empty(result.Error);
        Assert.Equal("314572800\n", File.ReadAllText(Path.Combine(Host, "memory.max")));
        Assert.Equal("200\n", File.ReadAllText(Path.Combine(Host, "pids.max")));
        Assert.True(File.Exists(Path.Combine(Host, "machine", "cpu.max")), "hosts get no controller of their own for processors");
        Assert.Equal("0\n", File.ReadAllText(Path.Combine(Host, "machine", "cgroup.procs")));
        Assert.Equal("", File.ReadAllText(Path.Combine(Host, "cgroup.procs")));
    }

    [Fact]
    public void A_machine_that_hands_no_controller_down_is_said_to_lack_the_limit()
    {
        var result = Run("cpu pids");

        result.Succeeded();
        Assert.Equal("lab: this machine has no cgroup controller for memory: host-svc1 runs without that limit\n", result.Error);
        Assert.False(File.Exists(Path.Combine(Host, "memory.max")));
        Assert.Equal("200\n", File.ReadAllText(Path.Combine(Host, "pids.max")));
    }

    private CommandResult Run(string controllers)
    {
        File.WriteAllText(Path.Combine(_root, "cgroup.controllers"), controllers + "\n");
        File.WriteAllText(Path.Combine(_root, "cgroup.subtree_control"), "");
        File.WriteAllText(Path.Combine(_root, "cgroup.procs"), "1\n");
        var script = Path.Combine(Path.GetDirectoryName(LabScript.Path)!, "scripts", "cgroup.sh");
        return CommandResult.Run("bash", ["-c", Kernel, "bash", _root, script]);
    }
}
