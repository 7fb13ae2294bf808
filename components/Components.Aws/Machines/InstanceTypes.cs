using System.Collections.Immutable;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Aws.Machines;

/// <summary>The usual sizes of compute, general and memory families, whose memory is 2, 4 and 8 GiB for each vCPU.</summary>
internal static class InstanceTypes
{
    private const int MebibytesPerGibibyte = 1024;

    private static readonly ImmutableArray<(char Family, int GibibytesPerCpu)> Families = [('c', 2), ('m', 4), ('r', 8)];

    private static readonly ImmutableArray<(string Name, int Cpus)> Sizes =
        [("large", 2), ("xlarge", 4), ("2xlarge", 8), ("4xlarge", 16), ("8xlarge", 32), ("12xlarge", 48), ("16xlarge", 64), ("24xlarge", 96)];

    /// <summary>The type with the fewest processors, then the least memory, that has at least <paramref name="size"/>; null if there is none.</summary>
    public static string? For(NodeSize size, string generation) =>
        Sizes.SelectMany(_ => Families, (of, family) => (Type: $"{family.Family}{generation}.{of.Name}", of.Cpus, Memory: of.Cpus * family.GibibytesPerCpu))
            .FirstOrDefault(type => type.Cpus >= size.Cpus && type.Memory * MebibytesPerGibibyte >= size.MemoryMiB).Type;

    /// <summary>What a machine of this type has, as far as its name tells; null for unusual ones.</summary>
    public static (int Cpus, int MemoryMiB)? Capacity(string type)
    {
        var size = Sizes.FirstOrDefault(size => type.EndsWith($".{size.Name}", StringComparison.Ordinal));
        var family = Families.FirstOrDefault(family => type[0] == family.Family && char.IsAsciiDigit(type[1]));
        return size.Name is null || family.GibibytesPerCpu == 0 ? null : (size.Cpus, size.Cpus * family.GibibytesPerCpu * MebibytesPerGibibyte);
    }
}
