using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using CarbonioInfra.Engine.Cli;
using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Providers.Random;
using CarbonioInfra.Tests.Shared;

namespace CarbonioInfra.Platforms.Tests.Simulation;

/// <summary>
/// The real program under the real engine, in a project folder of its own. Only what providers make is simulated, so every decision
/// is the engine's.
/// </summary>
internal sealed class Site : IDisposable
{
    private const string Stack = "site";

    private readonly string _root = Directory.CreateTempSubdirectory("carbonio-infra-site-").FullName;
    private readonly string _program;
    private readonly Dictionary<string, string> _variables;

    /// <summary>A site whose stack file is <paramref name="stackFile"/>.</summary>
    /// <param name="stackFile">Its text.</param>
    /// <param name="project">Folder of Pulumi.yaml. Default: the repository.</param>
    /// <param name="program">The program's assembly, from the repository. Default: <c>infra</c>.</param>
    public Site(string stackFile, string project = ".", string? program = null)
    {
        _program = Path.Combine(Repository, program ?? Built("infra", "CarbonioInfra.Infra"));
        _variables = new() { ["CARBONIO_STATE_DIR"] = Path.Combine(_root, "state"), ["PULUMI_CONFIG_PASSPHRASE"] = "simulated" };
        foreach (var folder in new[] { "infra", "stacks", "state" })
            Directory.CreateDirectory(Path.Combine(_root, folder));
        File.Copy(Path.Combine(Repository, project, "Pulumi.yaml"), Path.Combine(_root, "Pulumi.yaml"));
        StackFile = stackFile;
    }

    public static string Repository { get; } = Metadata("Repository");

    /// <summary>What the last verb printed, errors too.</summary>
    public string Printed { get; private set; } = "";

    /// <summary>The stack file's text; writing it changes the site for the next run.</summary>
    public string StackFile
    {
        get => File.ReadAllText(StackPath);
        set => File.WriteAllText(StackPath, value);
    }

    /// <summary>A command that fails from now on. Default: null, none does.</summary>
    public string? FailingCommand { get; set; }

    private string StackPath => Path.Combine(_root, StackFolder, $"Pulumi.{Stack}.yaml");

    private string StatePath => Path.Combine(_root, "state", $"{Stack}.json");

    private string StackFolder => File.ReadAllText(Path.Combine(_root, "Pulumi.yaml")).Contains("stackConfigDir: stacks", StringComparison.Ordinal) ? "stacks" : ".";

    /// <summary>A site with a stack file of the repository.</summary>
    public static Site Of(string stack) => new(File.ReadAllText(Path.Combine(Repository, "stacks", $"Pulumi.{stack}.yaml")));

    /// <summary>Path in the repository of what a project builds.</summary>
    public static string Built(string project, string assembly) => Path.Combine(project, Metadata("Output"), assembly + ".dll");

    /// <summary>Makes everything that the stack file says.</summary>
    public async Task<Site> UpAsync()
    {
        Assert.True(await TryUpAsync() == 0, Printed[Math.Max(0, Printed.Length - 3000)..]);
        return this;
    }

    /// <summary>The same, whatever comes of it.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> TryUpAsync() => RunAsync("up", Stack, "--yes", "--parallel", "256");

    public Task<int> DestroyAsync() => RunAsync("destroy", Stack, "--yes");

    public async Task SetAsync(string path, string value) =>
        Assert.True(await RunAsync("config", "set", Stack, "--path", path, "--", value) == 0, Printed);

    public async Task SetSecretAsync(string key, string value) =>
        Assert.True(await RunAsync("config", "set", Stack, key, "--secret", "--", value) == 0, Printed);

    /// <summary>What would be done.</summary>
    public async Task<ImmutableArray<PlannedStep>> PreviewAsync(params string[] options)
    {
        var file = Path.Combine(_root, "plan.json");
        Assert.True(await RunAsync(["preview", Stack, "--json", file, .. options]) == 0, Printed);
        using var plan = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        return [.. plan.RootElement.GetProperty("steps").EnumerateArray().Select(step => new PlannedStep(
            step.GetProperty("op").GetString()!, step.GetProperty("type").GetString()!, step.GetProperty("name").GetString()!,
            [.. step.GetProperty("changes").EnumerateArray().Select(change =>
                new PlannedChange(change.GetProperty("path").GetString()!, Text(change, "old"), Text(change, "new")))]))];

        static string? Text(JsonElement change, string name) => change.TryGetProperty(name, out var value) ? value.ToString() : null;
    }

    /// <summary>The resources that the state has.</summary>
    public IEnumerable<JsonNode> Resources() =>
        JsonNode.Parse(File.ReadAllText(StatePath))!["deployment"]!["resources"]?.AsArray().Select(resource => resource!) ?? [];

    /// <summary>Their URNs.</summary>
    public ImmutableArray<string> Urns() => [.. Resources().Select(resource => (string)resource["urn"]!).Order(StringComparer.Ordinal)];

    /// <summary>Replaces texts of the state file, as another version of a provider would have left it.</summary>
    public void RewriteState(Func<string, string> rewrite) => File.WriteAllText(StatePath, rewrite(File.ReadAllText(StatePath)));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private async Task<int> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        var host = new EngineHost
        {
            Variable = _variables.GetValueOrDefault,
            Output = TextWriter.Synchronized(output),
            Error = TextWriter.Synchronized(output),
            Providers = environment => new ProviderRegistry(
                [new SimulatedCommands(environment, Answer), new RandomProvider(), SimulatedCloud.Aws(), SimulatedCloud.Proxmox()]),
        };
        var exit = await Commands.RunAsync(host, ["--root", _root, "--program", _program, .. arguments]);
        Printed = output.ToString();
        return exit;

        static string Packages(string name) =>
            $$"""{"url":"https://packages.example.com/{{name}}","keyUrl":"https://packages.example.com/{{name}}.gpg","keyFingerprint":"{{new string('A', 40)}}"}""";

        string Answer(string command) => command switch
        {
            _ when command == FailingCommand => throw new ProviderException($"{command} failed"),
            _ when command.EndsWith("-ssh-keygen", StringComparison.Ordinal) => $$"""{"privateKey":"private of {{command}}","publicKey":"{{PublicKey()}}"}""",
            _ when command.EndsWith("-machine", StringComparison.Ordinal) => $$"""{"name":"{{command}}","address":"x","hostKey":"{{PublicKey()}}"}""",
            _ when command.EndsWith("-host-key", StringComparison.Ordinal) => PublicKey(),
            _ when command.EndsWith("-openssl", StringComparison.Ordinal) || command.EndsWith("-certificate", StringComparison.Ordinal) =>
                $$"""{"privateKey":"private of {{command}}","certificate":"certificate of {{command}}"}""",
            _ when command.EndsWith("network", StringComparison.Ordinal) => $$"""{"carbonio":{{Packages("carbonio")}},"postgreSql":{{Packages("postgresql")}}}""",
            _ => "done",
        };
    }

    /// <summary>Another one each time, in the form that is checked.</summary>
    public static string PublicKey() =>
        $"ssh-ed25519 {Convert.ToBase64String([0, 0, 0, 11, .. "ssh-ed25519"u8, 0, 0, 0, 32, .. RandomNumberGenerator.GetBytes(32)])}";

    private static string Metadata(string key) =>
        typeof(Site).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(data => data.Key == key).Value!;
}

/// <summary>A step of a plan.</summary>
/// <param name="Operation"><c>create</c>, <c>update</c>, <c>replace</c> or <c>delete</c>.</param>
/// <param name="Type">Type token.</param>
/// <param name="Name">Name of the resource.</param>
/// <param name="Changes">Inputs that become others.</param>
internal sealed record PlannedStep(string Operation, string Type, string Name, ImmutableArray<PlannedChange> Changes);

/// <summary>An input that becomes another.</summary>
/// <param name="Path">Its path, for example <c>create</c>.</param>
/// <param name="Old">What it was; null when there was none.</param>
/// <param name="New">What it becomes; null when it goes.</param>
internal sealed record PlannedChange(string Path, string? Old, string? New);
