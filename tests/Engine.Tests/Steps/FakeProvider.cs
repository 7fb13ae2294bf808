using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Steps;

/// <summary>
/// A provider that only remembers what it was asked to do. Inputs named <c>replace…</c> ask for a new resource when they
/// change, all others for an update; outputs are the inputs and <c>made</c>, a running number.
/// </summary>
internal sealed class FakeProvider : IResourceProvider
{
    private readonly Lock _gate = new();
    private readonly List<string> _calls = [];
    private int _made;

    public string Package => "test";

    /// <summary>What was done, for example <c>create a</c>, in the order of completion.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_gate)
                return [.. _calls];
        }
    }

    /// <summary>Calls that fail, for example <c>update a</c>.</summary>
    public HashSet<string> Failing { get; } = new(StringComparer.Ordinal);

    /// <summary>Looked at while a call runs.</summary>
    public Func<string, StepContext, CancellationToken, Task> During { get; set; } = (_, _, _) => Task.CompletedTask;

    public bool DeleteBeforeReplace { get; set; }

    public IReadOnlyList<ProviderStatistic> Statistics => [new("calls", Calls.Count)];

    public void Forget()
    {
        lock (_gate)
            _calls.Clear();
    }

    public CheckResult Check(CheckRequest request) => request.NewInputs.ContainsKey("invalid")
        ? new(request.NewInputs, [new("invalid", "expected nothing, found something")])
        : new(request.NewInputs);

    public DiffResult Diff(DiffRequest request)
    {
        var changes = PropertyDifference.Between(request.Current.Inputs, request.NewInputs);
        return changes.Count == 0 ? DiffResult.None
            : new(changes.Any(change => change.Path.ToString().StartsWith("replace", StringComparison.Ordinal))
                ? DiffKind.Replace
                : DiffKind.Update, changes, DeleteBeforeReplace);
    }

    public PropertyMap PreviewCreate(string type, PropertyMap inputs) => inputs.With("made", PropertyValue.Unknown.Instance);

    public PropertyMap PreviewUpdate(ResourceSnapshot current, PropertyMap newInputs) => newInputs.With("made", current.Outputs.Get("made"));

    public async Task<CreateResult> CreateAsync(StepContext context, PropertyMap inputs, CancellationToken cancellationToken)
    {
        await CallAsync("create", context, cancellationToken);
        var number = Interlocked.Increment(ref _made);
        return new($"id-{number}", inputs.Reveal().With("made", number));
    }

    public async Task<PropertyMap> UpdateAsync(StepContext context, ResourceSnapshot current, PropertyMap newInputs,
        CancellationToken cancellationToken)
    {
        await CallAsync("update", context, cancellationToken);
        return newInputs.Reveal().With("made", current.Outputs.Get("made"));
    }

    public Task DeleteAsync(StepContext context, ResourceSnapshot current, CancellationToken cancellationToken) =>
        CallAsync("delete", context, cancellationToken, $" {current.Id}");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task CallAsync(string verb, StepContext context, CancellationToken cancellationToken, string more = "")
    {
        var call = $"{verb} {context.Name}";
        await During(call, context, cancellationToken);
        if (Failing.Contains(call))
            throw new ProviderException($"cannot {call}", "first line\nlast line");
        lock (_gate)
            _calls.Add(call + more);
    }
}
