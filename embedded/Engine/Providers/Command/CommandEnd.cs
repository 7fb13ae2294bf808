namespace CarbonioInfra.Engine.Providers.Command;

/// <summary>How a command ended.</summary>
/// <param name="ExitStatus">Null when a signal ended it.</param>
/// <param name="Signal">The signal's name without SIG, for example <c>TERM</c>.</param>
internal sealed record CommandEnd(int? ExitStatus, string? Signal)
{
    public bool IsSuccess => ExitStatus == 0;

    public override string ToString() => this switch
    {
        { ExitStatus: { } status } => string.Create(null, $"exit status {status}"),
        { Signal: { } signal } => $"ended by signal {signal}",
        _ => "ended without an exit status",
    };
}
