using CarbonioInfra.Sdk.Tests.Recording;
using CarbonioInfra.Sdk.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Pulumi;

namespace CarbonioInfra.Sdk.Tests.Running;

/// <summary>
/// Programs started the way an engine starts them. Alone, because the environment belongs to the whole process.
/// </summary>
[CollectionDefinition(nameof(EnvironmentTests), DisableParallelization = true)]
[Collection(nameof(EnvironmentTests))]
public sealed class EnvironmentTests : IDisposable
{
    private static readonly string[] Names =
    [
        "PULUMI_MONITOR", "PULUMI_ENGINE", "PULUMI_PROJECT", "PULUMI_STACK", "PULUMI_DRY_RUN", "PULUMI_QUERY_MODE",
        "PULUMI_PARALLEL", "PULUMI_ORGANIZATION", "PULUMI_ROOT_DIRECTORY", "PULUMI_CONFIG", "PULUMI_ERROR_OUTPUT_STRING",
    ];

    private readonly Dictionary<string, string?> _before = Names.ToDictionary(name => name, Environment.GetEnvironmentVariable);
    private readonly int _exitCodeBefore = Environment.ExitCode;

    public void Dispose()
    {
        foreach (var (name, value) in _before)
            Environment.SetEnvironmentVariable(name, value);
        Environment.ExitCode = _exitCodeBefore;
    }

    [Fact]
    public async Task The_environment_says_everything()
    {
        var recorder = new Recorder { IsDryRun = true };
        await using var engine = await RecordingEngine.StartAsync(recorder);
        Set(engine.Address);

        var exitCode = await Deployment.RunAsync(() => new Dictionary<string, object?>
        {
            ["names"] = string.Join('/', Instance.OrganizationName, Instance.ProjectName, Instance.StackName),
            ["root"] = Instance.RootDirectory,
            ["dry"] = Instance.IsDryRun,
            ["config"] = new Config().Require("key"),
        });

        Assert.Equal(0, exitCode);
        var outputs = recorder.Outputs.Single().Outputs.Fields;
        Assert.Equal("org/proj/dev", outputs["names"].StringValue);
        Assert.Equal("/root", outputs["root"].StringValue);
        Assert.True(outputs["dry"].BoolValue);
        Assert.Equal("value", outputs["config"].StringValue);
    }

    [Theory]
    [InlineData("PULUMI_MONITOR", null)]
    [InlineData("PULUMI_ENGINE", null)]
    [InlineData("PULUMI_PROJECT", "")]
    [InlineData("PULUMI_STACK", null)]
    [InlineData("PULUMI_DRY_RUN", "maybe")]
    [InlineData("PULUMI_QUERY_MODE", null)]
    [InlineData("PULUMI_PARALLEL", "many")]
    public async Task Without_an_engine_there_is_no_run(string name, string? value)
    {
        Set("127.0.0.1:1");
        Environment.SetEnvironmentVariable(name, value);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Deployment.RunAsync(() => { }));
        Assert.Equal("Program run without the Pulumi engine available; re-run using the `pulumi` CLI", error.Message);
    }

    [Fact]
    public async Task A_failure_sets_the_exit_code_of_the_process_too()
    {
        var recorder = new Recorder();
        await using var engine = await RecordingEngine.StartAsync(recorder);
        Set(engine.Address);

        await Deployment.RunAsync((Action)(() => throw new RunException("no")));

        Assert.Equal(32, Environment.ExitCode);
        Assert.Empty(recorder.Messages.OfType<Empty>());
    }

    [Fact]
    public async Task A_run_inside_a_run_is_refused()
    {
        var recorder = new Recorder();
        await using var engine = await RecordingEngine.StartAsync(recorder);
        Set(engine.Address);

        await Deployment.RunAsync(async () => { await Deployment.RunAsync(() => { }); });

        Assert.Contains(
            "Deployment.Instance should only be set once at the beginning of a 'Run' call.",
            Assert.Single(recorder.Errors),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_of_the_engine_can_be_required()
    {
        var recorder = new Recorder();
        await using var engine = await RecordingEngine.StartAsync(recorder);
        Set(engine.Address);

        Assert.Equal(0, await Deployment.RunAsync(() => Deployment.RequirePulumiVersionAsync(">=3.0.0")));
        Assert.Equal(32, await Deployment.RunAsync(() => Deployment.RequirePulumiVersionAsync("<1.0.0")));
        Assert.Contains("version outside <1.0.0", Assert.Single(recorder.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("True", true)]
    [InlineData("0", false)]
    public async Task Outputs_as_text_can_be_made_an_error(string value, bool throws)
    {
        Environment.SetEnvironmentVariable("PULUMI_ERROR_OUTPUT_STRING", value);
        Exception? error = null;
        await Deployment.TestAsync(
            new EchoMocks(), new() { IsPreview = false }, () => { error = Record.Exception(Output.CreateSecret("hidden").ToString); });

        Assert.Equal(throws, error is InvalidOperationException);
    }

    private static DeploymentInstance Instance => Deployment.Instance;

    private static void Set(string address)
    {
        Environment.SetEnvironmentVariable("PULUMI_MONITOR", address);
        Environment.SetEnvironmentVariable("PULUMI_ENGINE", address);
        Environment.SetEnvironmentVariable("PULUMI_PROJECT", "proj");
        Environment.SetEnvironmentVariable("PULUMI_STACK", "dev");
        Environment.SetEnvironmentVariable("PULUMI_DRY_RUN", "true");
        Environment.SetEnvironmentVariable("PULUMI_QUERY_MODE", "false");
        Environment.SetEnvironmentVariable("PULUMI_PARALLEL", "4");
        Environment.SetEnvironmentVariable("PULUMI_ORGANIZATION", "org");
        Environment.SetEnvironmentVariable("PULUMI_ROOT_DIRECTORY", "/root");
        Environment.SetEnvironmentVariable("PULUMI_CONFIG", """{"proj:key":"value"}""");
    }
}
