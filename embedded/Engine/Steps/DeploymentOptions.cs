using System.Collections.Immutable;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Steps;

/// <summary>What a run is to do.</summary>
internal sealed record DeploymentOptions
{
    public required string Stack { get; init; }

    public required string Project { get; init; }

    /// <summary>Only find out what would happen.</summary>
    public bool DryRun { get; init; }

    /// <summary>Steps that may run at the same time; at least 1.</summary>
    public int Parallel { get; init; } = DefaultParallel;

    /// <summary>URNs of resources to replace whatever their inputs are.</summary>
    public ImmutableHashSet<string> Replace { get; init; } = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The only resources to touch, by URN or by a name that only one has; empty for all.</summary>
    public ImmutableHashSet<string> Targets { get; init; } = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Whether what depends on a target may be touched too.</summary>
    public bool TargetDependents { get; init; }

    /// <summary>Types whose resources are updated although nothing changed.</summary>
    public ImmutableHashSet<string> Rerun { get; init; } = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Where relative paths of assets start; absolute.</summary>
    public string ProgramDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>The stack's settings of a package, which configure its default provider.</summary>
    public Func<string, PropertyMap> PackageConfig { get; init; } = _ => PropertyMap.Empty;

    public static int DefaultParallel => 4 * Environment.ProcessorCount;

    /// <summary>The stack's own URN.</summary>
    public string StackUrn => Urn.Compose(Stack, Project, "", Urn.StackType, $"{Project}-{Stack}");
}

/// <summary>A run that stops takes no more registrations.</summary>
internal sealed class DeploymentStoppedException : Exception
{
    /// <summary>What Pulumi's engine tells a program in this case.</summary>
    public const string Text = "resource monitor shut down while waiting on step's done channel";

    public DeploymentStoppedException()
        : base(Text)
    {
    }

    public DeploymentStoppedException(string message)
        : base(message)
    {
    }

    public DeploymentStoppedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
