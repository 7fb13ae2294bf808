using System.Collections.Concurrent;
using CarbonioInfra.Embedded.Protocol;
using Google.Protobuf;

namespace CarbonioInfra.Sdk.Tests.Recording;

/// <summary>What programs have sent, and how they are answered.</summary>
internal sealed class Recorder
{
    private readonly ConcurrentQueue<IMessage> _messages = [];
    private readonly ConcurrentDictionary<string, string> _types = [];

    /// <summary>Whether this is a preview: resources get no identifier, and outputs that are unknown are left out.</summary>
    public bool IsDryRun { get; init; }

    public string Stack { get; init; } = "dev";

    public string Project { get; init; } = "proj";

    /// <summary>Features that the engine does not have.</summary>
    public HashSet<string> Unsupported { get; init; } = ["outputValues"];

    /// <summary>Changes the answer to a registration, or throws in its place.</summary>
    public Func<RegisterResourceRequest, RegisterResourceResponse, RegisterResourceResponse> OnRegister { get; init; } =
        (_, response) => response;

    public Func<ResourceInvokeRequest, ResourceInvokeResponse> OnInvoke { get; init; } =
        request => new ResourceInvokeResponse { Return = request.Args };

    public Func<LogRequest, Exception?> OnLog { get; init; } = _ => null;

    public IReadOnlyList<IMessage> Messages => [.. _messages];

    public IReadOnlyList<RegisterResourceRequest> Registrations => [.. _messages.OfType<RegisterResourceRequest>()];

    public IReadOnlyList<RegisterResourceOutputsRequest> Outputs => [.. _messages.OfType<RegisterResourceOutputsRequest>()];

    /// <summary>Log messages except those for debugging, of which there may be any number.</summary>
    public IReadOnlyList<LogRequest> Logs => [.. _messages.OfType<LogRequest>().Where(log => log.Severity != LogSeverity.Debug)];

    public IEnumerable<string> Errors => Logs.Where(log => log.Severity == LogSeverity.Error).Select(log => log.Message);

    public RegisterResourceRequest Registration(string name) => Registrations.Single(request => request.Name == name);

    public void Record(IMessage message) => _messages.Enqueue(message);

    /// <summary>The URN as an engine makes it: the types of all ancestors but the stack, then the own one.</summary>
    public string UrnOf(string parent, string type, string name)
    {
        var parentType = parent.Length == 0 ? "" : _types[parent];
        var qualified = parentType is "" or "pulumi:pulumi:Stack" ? type : $"{parentType}${type}";
        var urn = $"urn:pulumi:{Stack}::{Project}::{qualified}::{name}";
        _types[urn] = qualified;
        return urn;
    }
}
