using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Roles;

public sealed class CollaborationTests(RoleSteps steps) : IClassFixture<RoleSteps>
{
    private const string Token = "11111111-2222-3333-4444-555555555555";

    // The agent shows what its token may see: nothing without one. The archive of credentials opens with the mesh password.
    private const string Arrange = Fakes.System + Mesh;

    private const string Mesh = $$$"""
        mkdir -p /run/archive /etc/zextras/service-discover
        echo '{"SecretID":"{{{Token}}}"}' >/run/archive/consul-acl-secret.json
        tar -C /run/archive -cf /etc/zextras/service-discover/cluster-credentials.tar.gpg consul-acl-secret.json
        shim gpg 'read -r password; [ "$password" = mesh ] && cat "${!#}"'
        names='carbonio-files carbonio-storages carbonio-docs-connector carbonio-docs-editor carbonio-tasks carbonio-preview carbonio-ws-collaboration carbonio-notification-push carbonio-message-dispatcher'
        for name in $names; do printf '{"%s":{"Service":"%s"}}\n' "$name" "$name"; done | jq -s add >/run/services
        for name in $names; do printf '{"%s":{"Name":"%s alive","ServiceName":"%s","Status":"passing"}}\n' "$name" "$name" "$name"; done | jq -s add >/run/checks
        shim curl '
          echo "curl $*" >>/run/arguments
          for word in "$@"; do case "$word" in @*) header=$(cat "${word#@}");; http*) url=$word;; esac; done
          [ "$header" = "X-Consul-Token: {{{Token}}}" ] || exit 22
          cat "/run/${url##*/}" 2>/dev/null || [ "${url##*/}" = reload ]'

        """;

    [Fact]
    public void Services_that_run_and_pass_are_well_and_the_token_is_seen_by_nobody()
    {
        var result = Sandbox.Run(steps["filesdocs1-collaboration"], Arrange, $"grep -c {Token} /run/arguments; cat /run/calls", RoleSteps.Secrets("mesh"));

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("0\n", result.Inspected);
        Assert.Contains("carbonio-message-dispatcher active and passing", result.Stdout);
    }

    [Theory]
    [InlineData("touch /run/inactive-carbonio-files.service", "found carbonio-files: failed")]
    [InlineData("jq 'del(.\"carbonio-tasks\")' /run/services >/run/x; mv /run/x /run/services", "found carbonio-tasks: not in the mesh")]
    [InlineData("jq '.\"carbonio-preview\".Status = \"critical\"' /run/checks >/run/x; mv /run/x /run/checks", "found carbonio-preview: carbonio-preview alive critical")]
    [InlineData("rm /run/checks", "found no answer of this node's mesh agent")]
    public void A_service_that_is_not_well_is_reported_with_the_reason(string flaw, string found)
    {
        var result = Sandbox.Run(steps.Impatient("filesdocs1-collaboration"), Arrange + flaw, stdin: RoleSteps.Secrets("mesh"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("services: expected carbonio-files", result.Stderr);
        Assert.Contains(found, result.Stderr);
    }

    [Theory]
    [InlineData(Fakes.System, "dpkg --purge carbonio-message-dispatcher")]
    [InlineData(Fakes.Rhel, "rpm --erase carbonio-message-dispatcher")]
    public void What_moved_to_another_node_goes_with_its_package_and_the_mesh_forgets_it(string system, string removal)
    {
        var result = RunMoved(system);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.StartsWith(removal + "\n", result.Inspected, StringComparison.Ordinal);
        Assert.Matches("--request PUT .*/v1/agent/reload", result.Inspected);
        Assert.Contains("\"check\":\"no-carbonio-message-dispatcher\"", result.Stdout);

        var again = RunMoved(system, "touch /run/removed");
        Assert.True(again.ExitCode == 0, again.ToString());
        Assert.DoesNotContain(removal, again.Inspected);
        Assert.DoesNotContain("reload", again.Inspected);
    }

    [Theory]
    [InlineData(Fakes.System, "dpkg")]
    [InlineData(Fakes.Rhel, "rpm")]
    public void What_others_need_is_not_taken_from_them(string system, string manager)
    {
        var result = RunMoved(system, "touch /run/needed");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"expected {manager} to remove carbonio-message-dispatcher alone, found a refusal", result.Stderr);
        Assert.Contains("is needed by another", result.Stderr);
        Assert.DoesNotContain("reload", result.Inspected);
    }

    [Theory]
    [InlineData(Fakes.System)]
    [InlineData(Fakes.Rhel)]
    public void A_package_that_stays_although_it_was_removed_is_reported(string system)
    {
        var result = RunMoved(system, "touch /run/stays");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("no-carbonio-message-dispatcher: expected no carbonio-message-dispatcher here, it runs on other nodes, found installed", result.Stderr);
    }

    private SandboxResult RunMoved(string system, string arrange = ":") => Sandbox.Run(
        steps["filesdocs2-collaboration"], system + Mesh + Packages(system) + arrange, "cat /run/calls; cat /run/arguments", RoleSteps.Secrets("mesh"));

    /// <summary>A node that still has the message dispatcher of when it was the first.</summary>
    private static string Packages(string system)
    {
        const string Removal = """
            echo "$(basename "$0") $*" >>/run/calls
              [ ! -e /run/needed ] || { echo "carbonio-message-dispatcher is needed by another" >&2; exit 1; }
              [ -e /run/stays ] || touch /run/removed
            """;
        const string Present = """[ "${!#}" = carbonio-message-dispatcher ] && [ ! -e /run/removed ]""";
        const string Known = "echo installed carbonio-message-dispatcher";
        return system == Fakes.Rhel
            ? $"shim rpm '\n  case \"$1\" in\n    -q) {Present} && {Known};;\n    *) {Removal};;\n  esac'\n"
            : $"shim dpkg-query '{Present} && {Known}'\nshim dpkg '{Removal}'\n";
    }
}
