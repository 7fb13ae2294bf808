using System.Collections.Immutable;
using Pulumi;

namespace CarbonioInfra.Sdk.Tests.Support;

/// <summary>The arguments of <see cref="Thing"/>, written the way provider libraries write theirs.</summary>
internal sealed class ThingArgs : ResourceArgs
{
    [Input("list")]
    private InputList<string>? _list;

    [Input("map")]
    private InputMap<string>? _map;

    [Input("triggers")]
    private InputList<object>? _triggers;

    [Input("text")]
    public Input<string>? Text { get; set; }

    [Input("number")]
    public Input<int>? Number { get; set; }

    [Input("any")]
    public Input<object>? Any { get; set; }

    [Input("connection")]
    public Input<ConnectionArgs>? Connection { get; set; }

    public Input<string>? NotAnInput { get; set; }

    public InputList<string> List
    {
        get => _list ??= [];
        set => _list = value;
    }

    public InputMap<string> Map
    {
        get => _map ??= [];
        set => _map = value;
    }

    public InputList<object> Triggers
    {
        get => _triggers ??= [];
        set => _triggers = value;
    }
}

internal sealed class ConnectionArgs : ResourceArgs
{
    [Input("host", required: true)]
    public Input<string> Host { get; set; } = null!;

    [Input("port")]
    public Input<double>? Port { get; set; } = 22;
}

[OutputType]
internal sealed class ConnectionOutput
{
    public readonly string Host;
    public readonly double? Port;

    [OutputConstructor]
    private ConnectionOutput(string host, double? port) => (Host, Port) = (host, port);
}

/// <summary>A resource that the recording engine answers with its own inputs.</summary>
internal sealed class Thing(string name, ThingArgs? args = null, CustomResourceOptions? options = null)
    : CustomResource("test:index:Thing", name, args ?? new ThingArgs(), WithDefaults(options))
{
    public const string Type = "test:index:Thing";

    [Output("text")]
    public Output<string> Text { get; private set; } = null!;

    [Output("number")]
    public Output<int> Number { get; private set; } = null!;

    [Output("list")]
    public Output<ImmutableArray<string>> List { get; private set; } = null!;

    [Output("map")]
    public Output<ImmutableDictionary<string, string>> Map { get; private set; } = null!;

    [Output("connection")]
    public Output<ConnectionOutput> Connection { get; private set; } = null!;

    [Output("any")]
    public Output<object> Any { get; private set; } = null!;

    /// <summary>Not among the inputs, so only the provider could tell.</summary>
    [Output("computed")]
    public Output<string> Computed { get; private set; } = null!;

    private static CustomResourceOptions WithDefaults(CustomResourceOptions? options)
    {
        var defaults = new CustomResourceOptions { Version = "1.2.3", ReplaceOnChanges = { "triggers[*]" } };
        var merged = CustomResourceOptions.Merge(defaults, options);
        merged.Id ??= "";
        return merged;
    }
}

/// <summary>A component with one child, and a component with one child inside it.</summary>
internal sealed class Group : ComponentResource
{
    public Group(string name, ComponentResourceOptions? options = null, bool isNested = false)
        : base("test:index:Group", name, options)
    {
        Member = new Thing($"{name}-member", new ThingArgs { Text = "hello" }, new CustomResourceOptions { Parent = this });
        Text = Member.Text;
        _ = new Thing($"{name}-grandchild", options: new CustomResourceOptions { Parent = Member });
        if (!isNested)
            _ = new Group($"{name}-inner", new ComponentResourceOptions { Parent = this }, isNested: true);
        RegisterOutputs();
    }

    public Thing Member { get; }

    [Output("text")]
    public Output<string> Text { get; private set; }
}

internal sealed class ThingProvider(string name, CustomResourceOptions? options = null)
    : ProviderResource("test", name, new ThingProviderArgs(), options);

internal sealed class ThingProviderArgs : ResourceArgs
{
    [Input("retries", json: true)]
    public Input<int>? Retries { get; set; } = 5;
}
