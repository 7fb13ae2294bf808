using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;
using Pulumi.Testing;

namespace CarbonioInfra.Infra.Tests;

/// <summary>The program, run against mocks with a configuration of the test's own.</summary>
internal static class StackRun
{
    public const string HostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGQ1Y0VvZmFrZWtleWZha2VrZXlmYWtla2V5ZmFrZWtl";

    /// <summary>What the step dkim prints.</summary>
    public const string DkimName = "0A1B._domainkey.example.com", DkimValue = "v=DKIM1; k=rsa; p=MIIB";

    /// <summary>A complete configuration of the platform for existing machines.</summary>
    public static Dictionary<string, string> ExistingMachines(params string[] names) => new()
    {
        ["carbonio-infra:platform"] = "existing",
        ["carbonio-infra:domain"] = "example.com",
        ["carbonio-infra:sshPrivateKey"] = "private",
        ["carbonio-infra:existingHosts"] = JsonSerializer.Serialize(
            (names.Length > 0 ? names : AllNames).Select((name, index) => (name, index)).ToDictionary(
                entry => entry.name, entry => new { address = $"10.20.0.{11 + entry.index}", hostKey = HostKey })),
    };

    public static string[] AllNames { get; } =
        "svc1 svc2 svc3 mta1 mta2 proxy1 proxy2 mbox1 mbox2 filesdocs1 filesdocs2 video1 video2".Split(' ');

    public static async Task<(ImmutableArray<MockResourceArgs> Resources, IDictionary<string, object?> Outputs)> RunAsync(
        Dictionary<string, string> configuration, params string[] secretKeys)
    {
        // Both are read from the environment, so the tests of this assembly run one after the other.
        Environment.SetEnvironmentVariable("PULUMI_CONFIG", JsonSerializer.Serialize(configuration));
        Environment.SetEnvironmentVariable("PULUMI_CONFIG_SECRET_KEYS", JsonSerializer.Serialize(secretKeys));
        var mocks = new Mocks();
        var (_, outputs) = await Deployment.TestAsync(
            mocks, new TestOptions { ProjectName = "carbonio-infra", IsPreview = false }, CarbonioStack.Create);
        return ([.. mocks.Registered], outputs);
    }

    /// <summary>What runs on hosts, by the name of the step.</summary>
    public static Dictionary<string, string> Commands((ImmutableArray<MockResourceArgs> Resources, IDictionary<string, object?> Outputs) run) =>
        run.Resources.Where(resource => resource.Type == "command:remote:Command")
            .ToDictionary(resource => resource.Name!, resource => (string)resource.Inputs["create"]);

    /// <summary>The lines of the one error that the program ends with, the first left out.</summary>
    public static async Task<string[]> ProblemsAsync(Dictionary<string, string> configuration, params string[] secretKeys)
    {
        var error = await Assert.ThrowsAsync<RunException>(() => RunAsync(configuration, secretKeys));
        return [.. error.Message.Split('\n').Skip(1).Select(line => line.Trim()[2..])];
    }

    private sealed class Mocks : IMocks
    {
        public ConcurrentQueue<MockResourceArgs> Registered { get; } = new();

        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            Registered.Enqueue(args);
            var state = args.Inputs;
            if (args.Type!.EndsWith(":Command", StringComparison.Ordinal))
            {
                state = state.SetItem("stdout", Stdout(args)).SetItem("stderr", "");
            }

            return Task.FromResult<(string?, object)>((args.Name, state));
        }

        private static string Stdout(MockResourceArgs command) => (command.Type, command.Name) switch
        {
            ("command:local:Command", _) => """{"privateKey":"private","publicKey":"public","certificate":"certificate"}""",
            (_, "mta1-dkim") => $$"""{"record":"{{DkimName}}","type":"TXT","value":"{{DkimValue}}"}""",
            _ => "none",
        };

        public Task<object> CallAsync(MockCallArgs args) => throw new InvalidOperationException($"no plan may call {args.Token}");
    }
}
