using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Serialization;

namespace Pulumi.Testing;

/// <summary>Answers the program with what the mocks say.</summary>
internal sealed class MockMonitor(IMocks mocks, DeploymentSettings settings) : IMonitor
{
    private readonly Lock _gate = new();
    private readonly List<Resource> _resources = [];
    private readonly Dictionary<string, Struct> _byUrn = [];

    /// <summary>The resources in the order in which they were registered.</summary>
    public IReadOnlyList<Resource> Resources
    {
        get
        {
            lock (_gate)
                return [.. _resources];
        }
    }

    // With output values, mocks would see wrappers in place of inputs.
    public Task<bool> SupportsFeatureAsync(string id) => Task.FromResult(id != "outputValues");

    public async Task<Rpc.RegisterResourceResponse> RegisterResourceAsync(Resource resource, Rpc.RegisterResourceRequest request)
    {
        Add(resource);
        var urn = UrnOf(request.Parent, request.Type, request.Name);
        if (request.Type == Stack.TypeToken)
            return new() { Urn = urn, Object = new Struct() };

        var (id, state) = await mocks.NewResourceAsync(new MockResourceArgs
        {
            Type = request.Type,
            Name = request.Name,
            Inputs = PropertyDeserializer.KnownProperties(request.Object),
            Provider = request.Provider,
            Id = request.ImportId,
        });

        var properties = await SerializeAsync(state);
        Remember(urn, id ?? request.ImportId, properties);
        return new() { Urn = urn, Id = id ?? request.ImportId, Object = properties };
    }

    public async Task<Rpc.ReadResourceResponse> ReadResourceAsync(Resource resource, Rpc.ReadResourceRequest request)
    {
        var (id, state) = await mocks.NewResourceAsync(new MockResourceArgs
        {
            Type = request.Type,
            Name = request.Name,
            Inputs = PropertyDeserializer.KnownProperties(request.Properties),
            Provider = request.Provider,
            Id = request.Id,
        });

        Add(resource);
        var urn = UrnOf(request.Parent, request.Type, request.Name);
        var properties = await SerializeAsync(state);
        Remember(urn, id ?? "", properties);
        return new() { Urn = urn, Properties = properties };
    }

    public Task RegisterResourceOutputsAsync(Rpc.RegisterResourceOutputsRequest request) =>
        mocks.RegisterResourceOutputs(new MockRegisterResourceOutputsRequest(
            request.Urn,
            request.Outputs.Fields.ToImmutableDictionary(
                output => output.Key,
                output => new Output<object?>(PropertyDeserializer.Deserialize(output.Value)))));

    public async Task<Rpc.ResourceInvokeResponse> InvokeAsync(Rpc.ResourceInvokeRequest request)
    {
        var args = PropertyDeserializer.KnownProperties(request.Args);
        if (request.Tok == "pulumi:pulumi:getResource")
            return new() { Return = Recall((string)args[Markers.Urn]) };

        var result = await mocks
            .CallAsync(new MockCallArgs { Token = request.Tok, Args = args, Provider = request.Provider });
        return new() { Return = await SerializeAsync(result) };
    }

    public Task SignalAndWaitForShutdownAsync() => Task.CompletedTask;

    private static async Task<Struct> SerializeAsync(object state)
    {
        var plain = state is IDictionary<string, object> entries ? entries.ToImmutableDictionary() : state;
        var serialized = await new PropertySerializer(keepResources: true).SerializeAsync("", plain);
        return serialized?.StructValue
            ?? throw new InvalidOperationException($"{state.GetType().FullName} is not a supported argument type");
    }

    private void Add(Resource resource)
    {
        lock (_gate)
            _resources.Add(resource);
    }

    private void Remember(string urn, string id, Struct state)
    {
        var found = new Struct
        {
            Fields =
            {
                [Markers.Urn] = Value.ForString(urn),
                [Markers.Id] = Value.ForString(id),
                ["state"] = Value.ForStruct(state),
            },
        };
        lock (_gate)
            _byUrn[urn] = found;
    }

    private Struct Recall(string urn)
    {
        lock (_gate)
        {
            return _byUrn.TryGetValue(urn, out var found)
                ? found
                : throw new InvalidOperationException($"Unknown resource {urn}");
        }
    }

    // Unlike the engine, which chains the types of all ancestors, mocks have always used the outermost one only.
    private string UrnOf(string parent, string type, string name)
    {
        var qualifiedType = parent.Length == 0 ? type : $"{parent.Split("::")[2].Split('$')[0]}${type}";
        return $"urn:pulumi:{settings.Stack}::{settings.Project}::{qualifiedType}::{name}";
    }
}
