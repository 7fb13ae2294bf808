using Pulumi;

namespace CarbonioInfra.Components.Hosts;

/// <summary>A volume that outlives the machine, and how the host finds it. See the step <c>data-disk</c>.</summary>
public sealed record DataDisk
{
    private DataDisk(Input<string> source, bool isDirectory) => (Source, IsDirectory) = (source, isDirectory);

    /// <summary>Path on the host: of the device, by an id that is the volume's own, or of the directory.</summary>
    public Input<string> Source { get; }

    /// <summary>Whether a directory stands for the volume; it is mounted as it is.</summary>
    public bool IsDirectory { get; }

    /// <summary>A block device.</summary>
    /// <param name="path">
    /// A link that names the volume whatever else is attached, for example <c>/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol0123</c>.
    /// </param>
    public static DataDisk Device(Input<string> path) => new(path, isDirectory: false);

    /// <summary>A directory that outlives the machine, for hosts that have no volumes.</summary>
    /// <param name="path">Absolute path on the host.</param>
    public static DataDisk Directory(Input<string> path) => new(path, isDirectory: true);
}
