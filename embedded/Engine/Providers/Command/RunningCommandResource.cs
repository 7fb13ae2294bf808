using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Providers.Command;

/// <summary>A resource whose life is three commands: create, update, delete. Where they run is the subclass's affair.</summary>
internal abstract class RunningCommandResource : CommandResource
{
    public override PropertyMap PreviewCreate(PropertyMap inputs) =>
        WithOutput(inputs, PropertyValue.Unknown.Instance, PropertyValue.Unknown.Instance);

    public override PropertyMap PreviewUpdate(ResourceSnapshot current, PropertyMap newInputs) =>
        newInputs.HoldsUnknown() || PropertyDifference.Between(current.Inputs, newInputs).Count > 0
            ? WithOutput(newInputs, PropertyValue.Unknown.Instance, PropertyValue.Unknown.Instance)
            : WithOutput(newInputs, current.Outputs.Get("stdout"), current.Outputs.Get("stderr"));

    public override async Task<CreateResult> CreateAsync(StepContext context, PropertyMap inputs, CancellationToken cancellationToken)
    {
        var command = new CommandInputs(inputs);
        var (stdout, stderr) = command.Create is { } text
            ? await RunAsync(context, text, inputs, previousOutput: [], cancellationToken)
            : ("", "");
        return new(context.Name + RandomHex(), WithOutput(inputs, stdout, stderr));
    }

    public override async Task<PropertyMap> UpdateAsync(StepContext context, ResourceSnapshot current, PropertyMap newInputs,
        CancellationToken cancellationToken)
    {
        var command = new CommandInputs(newInputs);
        if ((command.Update ?? command.Create) is not { } text)
            return WithOutput(newInputs, current.Outputs.Get("stdout"), current.Outputs.Get("stderr"));
        var (stdout, stderr) = await RunAsync(context, text, newInputs, command.PreviousOutput(current.Outputs), cancellationToken);
        return WithOutput(newInputs, stdout, stderr);
    }

    public override async Task DeleteAsync(StepContext context, ResourceSnapshot current, CancellationToken cancellationToken)
    {
        var command = new CommandInputs(current.Inputs);
        if (command.Delete is { } text)
            await RunAsync(context, text, current.Inputs, command.PreviousOutput(current.Outputs), cancellationToken);
    }

    /// <summary>Runs one of the commands.</summary>
    /// <returns>What it wrote, each without one trailing newline.</returns>
    /// <exception cref="ProviderException">It failed.</exception>
    protected abstract Task<(string Stdout, string Stderr)> RunAsync(StepContext context, string text, PropertyMap inputs,
        Dictionary<string, string> previousOutput, CancellationToken cancellationToken);

    private static PropertyMap WithOutput(PropertyMap inputs, PropertyValue stdout, PropertyValue stderr) =>
        inputs.With("stdout", stdout).With("stderr", stderr);
}
