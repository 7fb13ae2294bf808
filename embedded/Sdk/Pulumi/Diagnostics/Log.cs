namespace Pulumi;

/// <summary>
/// Messages to the engine, which displays them with the resource they belong to. Chunks of one stream share a
/// <c>streamId</c>; ephemeral messages show up only while the deployment runs.
/// </summary>
public static class Log
{
    /// <summary>Details for whoever debugs the program.</summary>
    public static void Debug(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        Write(Rpc.LogSeverity.Debug, message, resource, streamId, ephemeral);

    /// <summary>Something worth knowing.</summary>
    public static void Info(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        Write(Rpc.LogSeverity.Info, message, resource, streamId, ephemeral);

    /// <summary>Something that may be wrong.</summary>
    public static void Warn(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        Write(Rpc.LogSeverity.Warning, message, resource, streamId, ephemeral);

    /// <summary>Something that is wrong: the deployment goes on, but fails in the end.</summary>
    public static void Error(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        Write(Rpc.LogSeverity.Error, message, resource, streamId, ephemeral);

    /// <summary>An exception, as an error.</summary>
    public static void Exception(Exception exception, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        Error(exception.ToString(), resource, streamId, ephemeral);

    private static void Write(
        Rpc.LogSeverity severity, string message, Resource? resource, int? streamId, bool? ephemeral) =>
        _ = DeploymentContext.Required.Log.WriteAsync(severity, message, resource, streamId ?? 0, ephemeral ?? false);
}
