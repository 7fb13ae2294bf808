namespace Pulumi;

/// <summary>Sends messages to the engine one after the other, in the order in which they were written.</summary>
internal sealed class EngineLog(IEngine engine, Action<Task> track)
{
    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;
    private int _errors;

    public bool HasErrors => Volatile.Read(ref _errors) > 0;

    public void Warn(string message, Resource? resource = null) =>
        _ = WriteAsync(Rpc.LogSeverity.Warning, message, resource);

    /// <exception cref="LogException">The engine cannot be told.</exception>
    public Task WriteAsync(
        Rpc.LogSeverity severity, string message, Resource? resource, int streamId = 0, bool ephemeral = false)
    {
        if (severity == Rpc.LogSeverity.Error)
            Interlocked.Increment(ref _errors);

        var request = new Rpc.LogRequest { Severity = severity, Message = message, StreamId = streamId, Ephemeral = ephemeral };
        Task sent;
        lock (_gate)
            sent = _last = SendAsync(_last, request, resource);
        track(sent);
        return sent;
    }

    private async Task SendAsync(Task previous, Rpc.LogRequest request, Resource? resource)
    {
        // The caller holds the gate while this runs synchronously.
        await Task.Yield();
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            request.Urn = await UrnOfAsync(resource);
            await engine.LogAsync(request);
        }
        catch (Exception e)
        {
            Interlocked.Increment(ref _errors);
            throw new LogException(e);
        }
    }

    // A resource whose registration failed has no URN; the message matters all the more.
    private static async Task<string> UrnOfAsync(Resource? resource)
    {
        try
        {
            return resource is null ? "" : await resource.Urn.GetValueAsync("");
        }
        catch (Exception)
        {
            return "";
        }
    }
}
