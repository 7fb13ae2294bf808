using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Providers.Command;

/// <summary>One resource type of the command package.</summary>
internal abstract class CommandResource
{
    public abstract CheckResult Check(PropertyMap inputs);

    public abstract PropertyMap PreviewCreate(PropertyMap inputs);

    public abstract PropertyMap PreviewUpdate(ResourceSnapshot current, PropertyMap newInputs);

    public abstract Task<CreateResult> CreateAsync(StepContext context, PropertyMap inputs, CancellationToken cancellationToken);

    public abstract Task<PropertyMap> UpdateAsync(StepContext context, ResourceSnapshot current, PropertyMap newInputs,
        CancellationToken cancellationToken);

    public abstract Task DeleteAsync(StepContext context, ResourceSnapshot current, CancellationToken cancellationToken);

    /// <summary>
    /// Any change of <c>triggers</c> replaces, any other updates. An empty list of triggers is not the same as none: the
    /// official provider has it so, and a stack must behave alike under both.
    /// </summary>
    public static DiffResult Diff(DiffRequest request)
    {
        var (old, @new) = (request.Current.Inputs, request.NewInputs);
        var changes = PropertyDifference.Between(old, @new);
        if (changes.Count == 0)
            return DiffResult.None;
        var triggersChanged = !old.Get("triggers").Equals(@new.Get("triggers"));
        return new(triggersChanged ? DiffKind.Replace : DiffKind.Update, changes);
    }

    protected static string RandomHex() =>
        System.Security.Cryptography.RandomNumberGenerator.GetHexString(8, lowercase: true);
}
