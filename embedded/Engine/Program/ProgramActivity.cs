using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CarbonioInfra.Engine.Program;

/// <summary>
/// When the program did something last. While one of its calls is being answered (above all while a step runs) it is not the program
/// that is waited for.
/// </summary>
internal sealed class ProgramActivity(TimeProvider time) : Interceptor
{
    private readonly Lock _gate = new();
    private long _lastCall = time.GetTimestamp();
    private long _lastLine = time.GetTimestamp();
    private int _calls;

    /// <summary>How long nothing has been asked for; zero while something is being answered.</summary>
    public TimeSpan WithoutCall
    {
        get
        {
            lock (_gate)
                return _calls != 0 ? TimeSpan.Zero : time.GetElapsedTime(_lastCall);
        }
    }

    /// <summary>How long nothing has been asked for or printed.</summary>
    public TimeSpan Silent
    {
        get
        {
            lock (_gate)
                return _calls != 0 ? TimeSpan.Zero : time.GetElapsedTime(Math.Max(_lastCall, _lastLine));
        }
    }

    public void Printed()
    {
        lock (_gate)
            _lastLine = time.GetTimestamp();
    }

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        lock (_gate)
            _calls++;
        try
        {
            return await continuation(request, context);
        }
        finally
        {
            lock (_gate)
            {
                _calls--;
                _lastCall = time.GetTimestamp();
            }
        }
    }
}
