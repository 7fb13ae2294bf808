using System.Globalization;

namespace Pulumi;

/// <summary>What a deployment is told before it starts.</summary>
internal sealed record DeploymentSettings
{
    public required string Project { get; init; }

    public required string Stack { get; init; }

    public string Organization { get; init; } = "organization";

    /// <summary>The folder of Pulumi.yaml; null if the engine did not say.</summary>
    public string? RootDirectory { get; init; }

    public required bool IsDryRun { get; init; }

    public StackConfig Config { get; init; } = StackConfig.FromEnvironment();

    /// <summary>False if references to resources must not be used although the engine understands them.</summary>
    public bool AcceptResources { get; init; } = !IsSwitchedOn("PULUMI_DISABLE_RESOURCE_REFERENCES");

    /// <summary>How long nothing may be registered until it is told who waits: less than the embedded engine's patience, so that it comes first.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The settings, and the addresses of monitor and engine, that the engine left in the environment.</summary>
    /// <exception cref="InvalidOperationException">The program was not started by an engine.</exception>
    public static (DeploymentSettings Settings, string Monitor, string Engine) FromEnvironment()
    {
        if (Variable("PULUMI_MONITOR") is not { Length: > 0 } monitor
            || Variable("PULUMI_ENGINE") is not { Length: > 0 } engine
            || Variable("PULUMI_PROJECT") is not { Length: > 0 } project
            || Variable("PULUMI_STACK") is not { Length: > 0 } stack
            || !bool.TryParse(Variable("PULUMI_DRY_RUN"), out var isDryRun)
            || !bool.TryParse(Variable("PULUMI_QUERY_MODE"), out _)
            || !int.TryParse(Variable("PULUMI_PARALLEL"), CultureInfo.InvariantCulture, out _))
        {
            throw new InvalidOperationException(
                "Program run without the Pulumi engine available; re-run using the `pulumi` CLI");
        }

        var settings = new DeploymentSettings
        {
            Project = project,
            Stack = stack,
            Organization = Variable("PULUMI_ORGANIZATION") ?? "organization",
            RootDirectory = Variable("PULUMI_ROOT_DIRECTORY"),
            IsDryRun = isDryRun,
        };
        return (settings, monitor, engine);
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    private static bool IsSwitchedOn(string name) =>
        Variable(name) is { } value && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase));
}
