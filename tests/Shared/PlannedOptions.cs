using System.Collections.Concurrent;
using Pulumi;
using Pulumi.Testing;

namespace CarbonioInfra.Tests.Shared;

/// <summary>A stack that notes the options of every resource of a plan.</summary>
internal sealed class PlannedOptions : Stack
{
    // Pulumi makes the stack, and gives it nothing.
    private static readonly AsyncLocal<Action> Plan = new();

    private readonly ConcurrentQueue<(Resource Resource, ResourceOptions Options)> _options;

    public PlannedOptions() : this(new())
    {
    }

    private PlannedOptions(ConcurrentQueue<(Resource Resource, ResourceOptions Options)> options)
        : base(new StackOptions
        {
            ResourceTransformations =
            {
                args =>
                {
                    options.Enqueue((args.Resource, args.Options));
                    return null;
                },
            },
        })
    {
        _options = options;
        Plan.Value!();
    }

    /// <summary>The options of all resources that <paramref name="plan"/> registers.</summary>
    public static async Task<PlannedOptions> OfAsync(IMocks mocks, Action plan)
    {
        Plan.Value = plan;
        return (await Deployment.TestAsync<PlannedOptions>(mocks, new TestOptions { IsPreview = false })).OfType<PlannedOptions>().Single();
    }

    /// <summary>Those of every resource of a class, by name.</summary>
    public IReadOnlyDictionary<string, CustomResourceOptions> Of<T>() where T : CustomResource =>
        Custom().Where(entry => entry.Resource is T).ToDictionary(entry => entry.Resource.GetResourceName(), entry => entry.Options);

    /// <summary>Names of the resources whose options are so.</summary>
    public IEnumerable<string> Where(Func<CustomResourceOptions, bool> isSo) =>
        Custom().Where(entry => isSo(entry.Options)).Select(entry => entry.Resource.GetResourceName()).Order(StringComparer.Ordinal);

    private IEnumerable<(Resource Resource, CustomResourceOptions Options)> Custom() => _options.Where(entry => entry.Options is CustomResourceOptions)
        .Select(entry => (entry.Resource, (CustomResourceOptions)entry.Options));
}
