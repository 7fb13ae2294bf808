using System.Runtime.InteropServices;

namespace CarbonioInfra.Engine.Cli;

/// <summary>
/// Ctrl-C, the signal that service managers send, and the end of the terminal (a closed SSH session): the first time running steps
/// finish and the state is saved, the second time they are cut off.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    // `timeout` signals its process and then the group that the process is in; nobody orders twice that fast.
    private static readonly TimeSpan OneOrder = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _first = new();
    private readonly CancellationTokenSource _second = new();
    private readonly TimeProvider _time;
    private readonly List<PosixSignalRegistration> _registrations;
    private PosixSignal _firstSignal;
    private long _firstTime;
    private bool _disposed;

    public StopSignals(Action<string> tell, TimeProvider time)
    {
        Tell = tell;
        _time = time;
        _registrations =
        [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal =>
                PosixSignalRegistration.Create(signal, context =>
                {
                    context.Cancel = true;
                    Receive(signal);
                })),
        ];
    }

    /// <summary>Where the user learns that the signal was taken. While text moves on the terminal, only what moves it may write there.</summary>
    public Action<string> Tell { get; set; }

    public CancellationToken First => _first.Token;

    public CancellationToken Second => _second.Token;

    public void Receive(PosixSignal signal)
    {
        lock (_gate)
        {
            if (_disposed || _second.IsCancellationRequested)
                return;
            // What has to stop does so before anything is written: who reads messages may be gone or asleep.
            if (!_first.IsCancellationRequested)
            {
                (_firstSignal, _firstTime) = (signal, _time.GetTimestamp());
                _ = _first.CancelAsync();
                Tell("Stopping: running steps finish, nothing new is started. Again to cut them off.");
            }
            else if (!IsSameOrder(signal))
            {
                _ = _second.CancelAsync();
                Tell("Cutting off running steps.");
            }
        }
    }

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        // A signal may be on its way still.
        lock (_gate)
            _disposed = true;
        _first.Dispose();
        _second.Dispose();
    }

    // A terminal ends once, but its shell and the kernel both tell of it.
    private bool IsSameOrder(PosixSignal signal) => signal == _firstSignal
        && (signal == PosixSignal.SIGHUP || _time.GetElapsedTime(_firstTime) < OneOrder);
}
