using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using CarbonioInfra.Engine.Cli;
using CarbonioInfra.Engine.Configuration;
using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Providers.Random;
using CarbonioInfra.Tests.Shared;

namespace CarbonioInfra.Benchmarks;

/// <summary>
/// The real program on a stack of many existing machines, in a folder of its own. The machines are simulated while they are brought
/// up; what is measured afterwards, a preview and an <c>up</c> without changes, connects to none.
/// </summary>
internal sealed class Site : IDisposable
{
    /// <summary>Three cluster nodes and one of every other group.</summary>
    public const int SmallestSize = 8;

    /// <summary>More machines than addresses in the site's network would fit.</summary>
    public const int LargestSize = 5000;

    private const string Passphrase = "benchmark";

    private static readonly string[] Groups = ["mta", "proxy", "mailstore", "collaboration", "video"];

    private static readonly string Program = typeof(Site).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(data => data.Key == "Program").Value!;

    private readonly string _root = Directory.CreateTempSubdirectory("carbonio-infra-benchmark-").FullName;

    public Site(int hosts)
    {
        Directory.CreateDirectory(Path.Combine(_root, "infra"));
        Directory.CreateDirectory(Path.Combine(_root, "stacks"));
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Pulumi.yaml"), Path.Combine(_root, "Pulumi.yaml"));
        File.WriteAllText(Path.Combine(_root, "stacks/Pulumi.bench.yaml"), StackFile(hosts));
    }

    private string StateDirectory => Path.Combine(_root, "state");

    /// <summary>Size of the state file.</summary>
    public double StateMiB => new FileInfo(Path.Combine(StateDirectory, "bench.json")).Length / 1048576.0;

    /// <summary>Makes the state that a finished first <c>up</c> leaves.</summary>
    /// <returns>How many resources it has.</returns>
    public async Task<int> BringUpAsync()
    {
        using var output = new StringWriter();
        var host = new EngineHost
        {
            Variable = name => Variables.GetValueOrDefault(name),
            Output = TextWriter.Synchronized(output),
            Error = TextWriter.Synchronized(output),
            Providers = environment => new ProviderRegistry([new SimulatedCommands(environment), new RandomProvider()]),
        };
        // Many at a time, so that one save of the state covers many steps.
        if (await Commands.RunAsync(host, [.. Common, "up", "bench", "--yes", "--parallel", "256"]) != 0)
            throw new InvalidOperationException(output.ToString());
        using var state = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(StateDirectory, "bench.json")));
        return state.RootElement.GetProperty("deployment").GetProperty("resources").GetArrayLength();
    }

    /// <summary>Runs a command as the launcher runs it.</summary>
    public Task<Measurement> MeasureAsync(params string[] arguments) =>
        Measurement.OfAsync("dotnet", [typeof(Commands).Assembly.Location, .. Common, .. arguments], Variables);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private Dictionary<string, string> Variables => new()
    {
        ["CARBONIO_STATE_DIR"] = StateDirectory,
        ["PULUMI_CONFIG_PASSPHRASE"] = Passphrase,
    };

    private string[] Common => ["--root", _root, "--program", Program];

    private static string StackFile(int hosts)
    {
        var groups = Groups.ToDictionary(group => group, _ => new List<string>());
        for (var index = 0; index < hosts - 3; index++)
        {
            var group = Groups[index % Groups.Length];
            groups[group].Add(string.Create(CultureInfo.InvariantCulture, $"{group}{groups[group].Count + 1}"));
        }

        groups["cluster"] = ["svc1", "svc2", "svc3"];
        var (crypter, salt) = PassphraseCrypter.Create(Passphrase);
        using var owned = crypter;
        var text = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"encryptionsalt: {salt}")
            .AppendLine("config:")
            .AppendLine("  carbonio-infra:platform: existing")
            .AppendLine("  carbonio-infra:domain: example.com")
            .AppendLine(CultureInfo.InvariantCulture, $"  carbonio-infra:sshPrivateKey: {{ secure: '{crypter.Encrypt(new string('k', 400))}' }}")
            .AppendLine("  carbonio-infra:topology:");
        foreach (var (group, names) in groups)
            text.AppendLine(CultureInfo.InvariantCulture, $"    {group}: [{string.Join(", ", names)}]");
        text.AppendLine("  carbonio-infra:existingHosts:");
        foreach (var (index, name) in groups.Values.SelectMany(names => names).Index())
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"    {name}: {{ address: 10.20.{index / 250}.{(index % 250) + 1}, hostKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGQ1Y0VvZmFrZWtleWZha2VrZXlmYWtla2V5ZmFrZWtl' }}");
        }

        return text.ToString();
    }
}
