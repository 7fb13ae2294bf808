using System.Text;
using System.Text.Json;
using CarbonioInfra.Engine.Monitor;
using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Providers.Command;
using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Tests.Steps;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.EndToEnd;

/// <summary>
/// A stack whose programs are written with the embedded SDK and whose commands run on this machine. Program, wire, engine,
/// provider and state format are the real ones; only the processes are one.
/// </summary>
internal sealed class ProgramStack : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestStack _stack = new();

    /// <summary>The state as the file would hold it.</summary>
    public string StateText { get; private set; } = "";

    public Snapshot State => _stack.State;

    /// <summary>What people were told.</summary>
    public IReadOnlyCollection<string> Told => _stack.Told;

    /// <summary>How the program of the last run ended.</summary>
    public int ExitCode { get; private set; }

    /// <summary>What the commands of the last run wrote to <c>log</c>, line by line.</summary>
    public IReadOnlyList<string> Log { get; private set; } = [];

    /// <summary>How long the program may register nothing until it tells who waits.</summary>
    public TimeSpan Silence { get; set; } = TimeSpan.FromMinutes(1);

    public string this[string name] => _folder[name];

    public ResourceState Find(string name) => _stack.Find(name) ?? throw new KeyNotFoundException(name);

    public IEnumerable<string> Names() => _stack.Names().Where(name => name != "proj-dev");

    public void Dispose() => _folder.Dispose();

    public Task<RunSummary> UpAsync(Action program) => UpAsync(WithoutOutputs(program));

    public async Task<RunSummary> UpAsync(Func<Dictionary<string, object?>> program)
    {
        var summary = await RunAsync(program, dryRun: false);
        Store();
        return summary;
    }

    public Task<RunSummary> PreviewAsync(Action program) => RunAsync(WithoutOutputs(program), dryRun: true);

    private static Func<Dictionary<string, object?>> WithoutOutputs(Action program) => () =>
    {
        program();
        return [];
    };

    private async Task<RunSummary> RunAsync(Func<Dictionary<string, object?>> program, bool dryRun)
    {
        File.Delete(_folder["log"]);
        await using var provider = new CommandProvider(new ProviderEnvironment(_folder.Path, _folder["state"], "dev"));
        using var deployment = new Deployment(
            new() { Stack = "dev", Project = "proj", DryRun = dryRun, ProgramDirectory = _folder.Path },
            State, new ProviderRegistry([provider]), _stack, _stack, _stack.Mask);
        var monitor = new MonitorService(deployment);
        await using var server = await MonitorServer.StartAsync(monitor, new(deployment, _stack, _stack.Mask), new(TimeProvider.System));
        var settings = new Pulumi.DeploymentSettings
        {
            Project = "proj",
            Stack = "dev",
            IsDryRun = dryRun,
            Silence = Silence,
            Config = Pulumi.StackConfig.Parse(null),
        };
        ExitCode = await Pulumi.ProgramRunner.RunAsync(
            new(settings, new Pulumi.GrpcMonitor(server.Address), new Pulumi.GrpcEngine(server.Address)),
            () => new Pulumi.Stack(() => Task.FromResult<IDictionary<string, object?>>(program()), options: null));
        await deployment.FinishAsync(complete: ExitCode == 0);
        Log = File.Exists(_folder["log"]) ? await File.ReadAllLinesAsync(_folder["log"]) : [];
        return deployment.Summary;
    }

    // The next run starts from what the file says, not from what is in memory.
    private void Store()
    {
        using var text = new MemoryStream();
        new StateSerializer(new Base64()).Write(text, State, "salt");
        StateText = Encoding.UTF8.GetString(text.ToArray());
        using var document = JsonDocument.Parse(StateText);
        _stack.State = new StateSerializer(new Base64()).Read(document.RootElement);
    }

    private sealed class Base64 : ISecretCrypter
    {
        public string Encrypt(string plaintext) => Convert.ToBase64String(Encoding.UTF8.GetBytes(plaintext));

        public string Decrypt(string ciphertext) => Encoding.UTF8.GetString(Convert.FromBase64String(ciphertext));
    }
}
