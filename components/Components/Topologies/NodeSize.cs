namespace CarbonioInfra.Components.Topologies;

/// <summary>The machine that a node needs, or at least must have.</summary>
/// <param name="Cpus">Virtual processors.</param>
/// <param name="MemoryMiB">Memory in MiB.</param>
/// <param name="DiskGiB">Size of the root file system in GiB.</param>
/// <remarks>
/// Defaults are those of the vendor's earlier multi-server scenarios; current documentation publishes no figures per role.
/// </remarks>
public sealed record NodeSize(int Cpus, int MemoryMiB, int DiskGiB)
{
    /// <summary>8 vCPU, 16 GiB, 50 GiB.</summary>
    public static NodeSize Cluster { get; } = new(8, 16 * 1024, 50);

    /// <summary>4 vCPU, 16 GiB, 50 GiB; the antivirus needs the memory.</summary>
    public static NodeSize Mta { get; } = new(4, 16 * 1024, 50);

    /// <summary>4 vCPU, 8 GiB, 50 GiB.</summary>
    public static NodeSize Proxy { get; } = new(4, 8 * 1024, 50);

    /// <summary>8 vCPU, 24 GiB, 50 GiB beside the <c>/opt</c> volume.</summary>
    public static NodeSize Mailstore { get; } = new(8, 24 * 1024, 50);

    /// <summary>4 vCPU, 16 GiB, 50 GiB.</summary>
    public static NodeSize Collaboration { get; } = new(4, 16 * 1024, 50);

    /// <summary>8 vCPU, 8 GiB, 50 GiB; recordings take about 400 MB per hour at 720p.</summary>
    public static NodeSize Video { get; } = new(8, 8 * 1024, 50);

    /// <summary>2 vCPU, 2 GiB, 20 GiB: our figure, HAProxy passes connections on and keeps nothing.</summary>
    public static NodeSize LoadBalancer { get; } = new(2, 2 * 1024, 20);

    /// <summary>4 vCPU, 8 GiB, 50 GiB beside the data: our figure.</summary>
    public static NodeSize ObjectStorage { get; } = new(4, 8 * 1024, 50);
}
