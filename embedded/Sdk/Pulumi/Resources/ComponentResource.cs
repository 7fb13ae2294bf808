using Pulumi.Serialization;

namespace Pulumi;

/// <summary>A resource that stands for the resources that the program makes inside it.</summary>
public class ComponentResource : Resource
{
    /// <summary>Registers a component without inputs.</summary>
    public ComponentResource(string type, string name, ComponentResourceOptions? options = null)
        : this(type, name, ResourceArgs.Empty, options)
    {
    }

    /// <summary>Registers a component with the given inputs.</summary>
    /// <exception cref="NotSupportedException">The component is remote, that is, implemented by a plugin.</exception>
    public ComponentResource(
        string type, string name, ResourceArgs? args, ComponentResourceOptions? options = null, bool remote = false)
        : base(
            type,
            name,
            custom: false,
            args ?? ResourceArgs.Empty,
            options ?? new ComponentResourceOptions(),
            remote
                ? throw new NotSupportedException($"Component '{name}' is remote; the embedded SDK has local components only.")
                : false)
    {
    }

    /// <inheritdoc cref="ComponentResource(string, string, ResourceArgs, ComponentResourceOptions, bool)"/>
    public ComponentResource(
        string type,
        string name,
        ResourceArgs? args,
        ComponentResourceOptions? options,
        bool remote,
        RegisterPackageRequest? registerPackageRequest = null)
        : this(type, name, args, options, remote)
    {
    }

    private protected ComponentResource(string urn)
        : base(urn)
    {
    }

    /// <summary>Tells the engine that the component is complete, with its [Output] properties as outputs.</summary>
    protected void RegisterOutputs() => RegisterOutputs(OutputProperty.Of(GetType())
        .Where(property => property.Info.Name != nameof(Urn))
        .ToDictionary(property => property.WireName, property => property.Info.GetValue(this)));

    /// <summary>Tells the engine that the component is complete, with the given outputs.</summary>
    protected void RegisterOutputs(IDictionary<string, object?> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        RegisterOutputs(Output.Create(outputs));
    }

    /// <inheritdoc cref="RegisterOutputs(IDictionary{string, object})"/>
    protected void RegisterOutputs(Task<IDictionary<string, object?>> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        RegisterOutputs(Output.Create(outputs));
    }

    /// <inheritdoc cref="RegisterOutputs(IDictionary{string, object})"/>
    protected void RegisterOutputs(Output<IDictionary<string, object?>> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        var deployment = DeploymentContext.Required;
        deployment.Track(ResourceOutputs.RegisterAsync(deployment, this, outputs));
    }
}
