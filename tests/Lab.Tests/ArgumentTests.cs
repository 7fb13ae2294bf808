namespace CarbonioInfra.Lab.Tests;

/// <summary>What the script refuses before it touches anything, and how it says so.</summary>
public sealed class ArgumentTests : IDisposable
{
    private readonly LabScript _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("unknown verb 'reboot'", "reboot")]
    [InlineData("status does not know the option --json", "status", "--json")]
    [InlineData("status takes no argument: found 'svc1'", "status", "svc1")]
    [InlineData("status takes no command: found '--'", "status", "--", "id")]
    [InlineData("--stack needs a value", "status", "--stack")]
    [InlineData("'../x' is not a stack name", "status", "--stack", "../x")]
    [InlineData("power-off needs a host", "power-off")]
    [InlineData("wipe takes one host: found 'a' and 'b'", "wipe", "a", "b")]
    [InlineData("'Svc1' is not a host name", "wipe", "Svc1")]
    [InlineData("network-up needs --subnet", "network-up")]
    [InlineData("must be a /24 of 198.18.0.0/15, written like 198.18.7.0/24: found '10.0.0.0/24'", "network-up", "--subnet", "10.0.0.0/24")]
    [InlineData("found '198.18.7.0/16'", "network-up", "--subnet", "198.18.7.0/16")]
    [InlineData("found '198.18.256.0/24'", "network-up", "--subnet", "198.18.256.0/24")]
    [InlineData("--hosts must be 1 to 200: found '0'", "measure", "--hosts", "0")]
    public void Bad_arguments_are_named(string message, params string[] arguments)
    {
        Assert.Contains(message, _lab.Run(arguments).Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exec", "ghost", "--", "id")]
    [InlineData("power-off", "ghost")]
    [InlineData("power-on", "ghost")]
    [InlineData("wipe", "ghost")]
    [InlineData("partition", "ghost")]
    [InlineData("heal-network", "ghost")]
    public void An_unknown_host_is_named(params string[] arguments)
    {
        Assert.Contains("the lab 'lab' has no host 'ghost'", _lab.Run(arguments).Refused(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_lab.Folder), "a refused verb made the lab's folder");
    }

    [Fact]
    public void All_problems_of_a_host_are_reported_at_once()
    {
        var message = _lab.RunWithInput(
            "not a key\n", "host-up", "svc1", "--user", "admin", "--memory", "much", "--pids", "0").Refused();

        Assert.Contains("--address is missing", message, StringComparison.Ordinal);
        Assert.Contains("must be one OpenSSH public key: found 'not a key'", message, StringComparison.Ordinal);
        Assert.Contains("--user must be root or carbonio: found 'admin'", message, StringComparison.Ordinal);
        Assert.Contains("--memory must be a whole number above 0: found 'much'", message, StringComparison.Ordinal);
        Assert.Contains("--pids must be a whole number above 0: found '0'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_needs_the_network()
    {
        Assert.Contains("the lab 'lab' has no network", _lab.Run(_lab.HostUpArguments("svc1")).Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_folder_that_mount_options_cannot_hold_is_refused()
    {
        var result = CommandResult.Run(
            LabScript.Path, ["status"], new Dictionary<string, string> { ["CARBONIO_STATE_DIR"] = "/var/tmp/a:b" });

        Assert.Contains("cannot be part of '/var/tmp/a:b'", result.Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Removing_what_is_not_there_succeeds()
    {
        _lab.Run("host-down", "ghost").Succeeded();
        _lab.Run("network-down").Succeeded();
        _lab.Run("sweep").Succeeded();
    }

    [Fact]
    public void Without_arguments_it_explains_itself_and_fails()
    {
        Assert.Contains("usage: ./carbonio-infra lab VERB", _lab.Run().Refused(), StringComparison.Ordinal);
        Assert.Contains("usage: ./carbonio-infra lab VERB", _lab.Run("help").Succeeded(), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_root_may_use_it()
    {
        var result = CommandResult.Run("setpriv", ["--reuid", "65534", "--regid", "65534", "--clear-groups", "/bin/bash", "-c", "eval \"$(cat)\"; require_root"],
            input: File.ReadAllText(Path.Combine(Path.GetDirectoryName(LabScript.Path)!, "scripts", "common.sh")));

        Assert.Contains("run it as root (found uid 65534)", result.Refused(), StringComparison.Ordinal);
    }
}
