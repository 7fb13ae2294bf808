using System.Collections.Concurrent;
using CarbonioInfra.Components.Clusters;
using Pulumi;

namespace CarbonioInfra.Components.Proxmox.Tests.Planning;

/// <summary>The cluster of <see cref="ProxmoxPlan"/> as a stack that notes the options of every resource.</summary>
internal sealed class PlannedOptions : Stack
{
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
        _ = new CarbonioCluster("carbonio", new CarbonioClusterArgs
        {
            Topology = ProxmoxPlan.Topology,
            Platform = new ProxmoxPlatform(ProxmoxPlan.Settings),
            ObjectStorageServer = ProxmoxPlan.Minio,
        });
    }

    /// <summary>Those of every resource of a class.</summary>
    public IEnumerable<CustomResourceOptions> Of<T>() where T : CustomResource =>
        _options.Where(entry => entry.Resource is T).Select(entry => (CustomResourceOptions)entry.Options);
}
