using System.Diagnostics.CodeAnalysis;

namespace CarbonioInfra.Engine.Providers.Command.Ssh;

/// <summary>A command was cancelled after it had started.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Never leaves the provider.")]
internal sealed class CommandCutOffException(bool hasEnded, CancellationToken cancellationToken)
    : OperationCanceledException(cancellationToken)
{
    /// <summary>Whether nothing of it runs on the host any longer.</summary>
    public bool HasEnded => hasEnded;
}
