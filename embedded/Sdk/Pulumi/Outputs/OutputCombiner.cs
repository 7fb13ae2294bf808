using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Awaits inputs one after the other and remembers what their combination is: known, secret, made from what.</summary>
internal sealed class OutputCombiner
{
    private ImmutableHashSet<Resource> _resources = [];
    private bool _isKnown = true;
    private bool _isSecret;

    private OutputCombiner()
    {
    }

    public static Output<T> Combine<T>(Func<OutputCombiner, Task<T>> combine) => new(CombineAsync(combine));

    public async Task<T> ValueOf<T>(Input<T>? input) => Note(await input.ToOutput().DataTask);

    /// <summary>The value of an output or input of any type; anything else is its own value.</summary>
    public async Task<object?> ValueOf(object? item) => item switch
    {
        IOutput output => Note(await output.GetDataAsync()),
        IInput input => Note(await input.ToUntypedOutput().GetDataAsync()),
        _ => item,
    };

    private static async Task<OutputData<T>> CombineAsync<T>(Func<OutputCombiner, Task<T>> combine)
    {
        var combiner = new OutputCombiner();
        var value = await combine(combiner);
        return new(value, combiner._isKnown, combiner._isSecret, combiner._resources);
    }

    private T Note<T>(OutputData<T> data)
    {
        _resources = ResourceSets.Union(_resources, data.Resources);
        _isKnown &= data.IsKnown;
        _isSecret |= data.IsSecret;
        return data.Value;
    }
}
