using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>The root of all resources of a deployment.</summary>
public class Stack : ComponentResource
{
    internal const string TypeToken = "pulumi:pulumi:Stack";

    /// <summary>Registers the stack of the running deployment.</summary>
    public Stack(StackOptions? options = null)
        : base(TypeToken, Name(DeploymentContext.Required), ToComponentOptions(options)) =>
        DeploymentContext.Required.Stack = this;

    internal Stack(Func<Task<IDictionary<string, object?>>> program, StackOptions? options)
        : this(options)
    {
        Outputs = Output.Create(RunAsync(program));
        RegisterOutputs(Outputs);
    }

    /// <summary>The outputs of the stack, once the program has said what they are.</summary>
    internal Output<IDictionary<string, object?>> Outputs { get; private set; } =
        Output.Create<IDictionary<string, object?>>(ImmutableDictionary<string, object?>.Empty);

    /// <summary>Registers the [Output] properties of a derived class as the outputs of the stack.</summary>
    /// <exception cref="RunException">One of them is null or not an output.</exception>
    internal void RegisterPropertyOutputs()
    {
        var properties = OutputProperty.Of(GetType())
            .Where(property => !property.Info.DeclaringType!.IsAssignableFrom(typeof(Stack)))
            .Select(property => KeyValuePair.Create(property.WireName, property.Info.GetValue(this)))
            .ToList();

        if (Names(properties, value => value is null) is { Length: > 0 } unassigned)
        {
            throw new RunException(
                $"Output(s) '{unassigned}' have no value assigned. [Output] attributed properties must be assigned inside " +
                "Stack constructor.");
        }

        if (Names(properties, value => value is not IOutput) is { Length: > 0 } mistyped)
        {
            throw new RunException(
                $"Output(s) '{mistyped}' have incorrect type. [Output] attributed properties must be instances of Output<T>.");
        }

        Outputs = Output.Create<IDictionary<string, object?>>(properties.ToDictionary());
        RegisterOutputs(Outputs);
    }

    private static string Names(IEnumerable<KeyValuePair<string, object?>> properties, Func<object?, bool> predicate) =>
        string.Join(", ", properties.Where(property => predicate(property.Value)).Select(property => property.Key));

    private static string Name(DeploymentContext deployment) =>
        $"{deployment.Settings.Project}-{deployment.Settings.Stack}";

    private static ComponentResourceOptions? ToComponentOptions(StackOptions? options) =>
        options is null ? null : new ComponentResourceOptions { ResourceTransformations = options.ResourceTransformations };

    private static async Task<IDictionary<string, object?>> RunAsync(Func<Task<IDictionary<string, object?>>> program) =>
        (await program()).ToImmutableDictionary();
}
