using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pulumi;

namespace CarbonioInfra.Lab;

/// <summary>
/// A lab's /24 in 198.18.0.0/15, the range reserved for benchmarking, chosen at plan time so that previews show real addresses.
/// A lab keeps its subnet for as long as it exists.
/// </summary>
/// <param name="Index">Which of the 512 subnets, from 0.</param>
internal readonly record struct LabSubnet(int Index)
{
    public const int Count = 512;

    // 198.18.0.0
    private const uint First = (198u << 24) | (18u << 16);

    private uint Network => First + ((uint)Index << 8);

    public string Address(int host) => $"198.{18 + (Index >> 8)}.{Index & 255}.{host}";

    public override string ToString() => Address(0) + "/24";

    /// <summary>The subnet that the lab has; for a new lab the first free one, searched from a start that its folder decides.</summary>
    /// <exception cref="RunException">All are taken.</exception>
    public static LabSubnet Choose(LabPlaces places, string stack)
    {
        var folder = places.LabFolder(stack);
        if (Read(Path.Combine(folder, "subnet")) is { } kept)
            return kept;

        var taken = Claims(places.ClaimsFolder).ToHashSet();
        var routes = Routes(places.RoutesFile).ToArray();
        var start = BinaryPrimitives.ReadUInt16BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(folder)));
        var free = Enumerable.Range(0, Count)
            .Select(step => new LabSubnet((start + step) % Count))
            .Where(subnet => !taken.Contains(subnet) && !routes.Any(subnet.Overlaps))
            .Select(subnet => (LabSubnet?)subnet)
            .FirstOrDefault();
        return free ?? throw new RunException(
            $"lab: expected a free /24 in 198.18.0.0/15, found all {Count} claimed in {places.ClaimsFolder} or routed on this machine");
    }

    private static IEnumerable<LabSubnet> Claims(string folder) =>
        Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Select(claim => Read(Path.Combine(claim, "subnet"))).OfType<LabSubnet>()
            : [];

    private static LabSubnet? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        var parts = File.ReadAllText(path).Split('.', '/');
        return parts is ["198", "18" or "19", var third, "0", "24"] && byte.TryParse(third, out var low)
            ? new LabSubnet(((parts[1] == "19" ? 1 : 0) << 8) + low)
            : null;
    }

    /// <summary>Destinations and masks, without default routes.</summary>
    private static IEnumerable<(uint Network, uint Mask)> Routes(string path) =>
        (File.Exists(path) ? File.ReadLines(path).Skip(1) : [])
            .Select(line => line.Split('\t'))
            .Where(columns => columns.Length > 7)
            .Select(columns => (Network: Number(columns[1]), Mask: Number(columns[7])))
            .Where(route => route.Mask != 0);

    // The kernel prints addresses as numbers of the machine's byte order.
    private static uint Number(string text)
    {
        var number = uint.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(number) : number;
    }

    private bool Overlaps((uint Network, uint Mask) route)
    {
        var common = route.Mask & 0xFFFFFF00;
        return (route.Network & common) == (Network & common);
    }
}
