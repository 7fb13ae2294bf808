using CarbonioInfra.Sdk.Tests.Recording;
using Pulumi;

namespace CarbonioInfra.Sdk.Tests.Support;

/// <summary>Runs programs against a recording engine without touching the environment of the process.</summary>
internal static class ProgramRun
{
    public static Task<int> AgainstAsync(Recorder recorder, Action program) => AgainstAsync(recorder, () =>
    {
        program();
        return [];
    });

    public static Task<int> AgainstAsync(Recorder recorder, Func<Dictionary<string, object?>> program) =>
        StackAgainstAsync(
            recorder, () => new Stack(() => Task.FromResult<IDictionary<string, object?>>(program()), options: null));

    public static async Task<int> StackAgainstAsync(Recorder recorder, Func<Stack> makeStack, string? config = null)
    {
        await using var engine = await RecordingEngine.StartAsync(recorder);
        var settings = new DeploymentSettings
        {
            Project = recorder.Project,
            Stack = recorder.Stack,
            IsDryRun = recorder.IsDryRun,
            Config = StackConfig.Parse(config),
        };
        var deployment = new DeploymentContext(settings, new GrpcMonitor(engine.Address), new GrpcEngine(engine.Address));
        return await ProgramRunner.RunAsync(deployment, makeStack);
    }
}
