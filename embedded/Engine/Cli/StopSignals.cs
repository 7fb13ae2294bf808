using System.Runtime.InteropServices;

namespace CarbonioInfra.Engine.Cli;

/// <summary>
/// Ctrl-C (and the signal that service managers send): the first time running steps finish and the state is saved, the second
/// time they are cut off.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _first = new();
    private readonly CancellationTokenSource _second = new();
    private readonly List<PosixSignalRegistration> _registrations;

    public StopSignals(TextWriter messages) => _registrations =
    [
        .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            if (!_first.IsCancellationRequested)
            {
                messages.WriteLine("Stopping: running steps finish, nothing new is started. Again to cut them off.");
                _first.Cancel();
            }
            else
            {
                messages.WriteLine("Cutting off running steps.");
                _second.Cancel();
            }
        })),
    ];

    public CancellationToken First => _first.Token;

    public CancellationToken Second => _second.Token;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _first.Dispose();
        _second.Dispose();
    }
}
