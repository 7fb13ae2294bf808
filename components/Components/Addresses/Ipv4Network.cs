using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CarbonioInfra.Components.Addresses;

/// <summary>An IPv4 network in CIDR notation, such as <c>10.20.0.0/16</c>.</summary>
public readonly record struct Ipv4Network
{
    private readonly uint _first;

    private Ipv4Network(uint first, int prefixLength)
    {
        _first = first;
        PrefixLength = prefixLength;
    }

    /// <summary>Length of the network part in bits, from 0 to 32.</summary>
    public int PrefixLength { get; }

    /// <summary>How many addresses it has, first and last included.</summary>
    public long Size => 1L << (32 - PrefixLength);

    /// <summary>Reads <c>a.b.c.d/n</c>; the bits behind the network part must be zero.</summary>
    /// <returns>Whether <paramref name="text"/> is such a network.</returns>
    public static bool TryParse(string text, out Ipv4Network network)
    {
        network = default;
        if (text.Split('/') is not [var address, var length] || !TryParseAddress(address, out var first)
            || !int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var prefixLength) || prefixLength > 32)
        {
            return false;
        }

        network = new Ipv4Network(first, prefixLength);
        return first % network.Size == 0;
    }

    /// <summary>Whether <paramref name="text"/> is an IPv4 address in its usual form.</summary>
    public static bool IsAddress(string text) => TryParseAddress(text, out _);

    /// <summary>Reads a network that is known to be well-formed.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public static Ipv4Network Parse(string text) =>
        TryParse(text, out var network) ? network : throw new FormatException($"expected an IPv4 network such as 10.20.0.0/16, found '{text}'");

    /// <summary>The address with this number, 0 being the network's own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The network has no such address.</exception>
    public string Address(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Size);
        return Text((uint)(_first + number));
    }

    /// <summary>The subnet with this prefix length and number, counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The network has no such subnet.</exception>
    public Ipv4Network Subnet(int prefixLength, int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(prefixLength, PrefixLength);
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, 1L << (prefixLength - PrefixLength));
        return new Ipv4Network(_first + (uint)((long)number << (32 - prefixLength)), prefixLength);
    }

    /// <summary>Whether <paramref name="other"/> lies in this network as a whole.</summary>
    public bool Contains(Ipv4Network other) => other.PrefixLength >= PrefixLength && Overlaps(other);

    /// <summary>Whether <paramref name="address"/> is one of this network's.</summary>
    public bool Contains(string address) => TryParseAddress(address, out var number) && Contains(new Ipv4Network(number, 32));

    /// <summary>Whether the two have an address in common.</summary>
    public bool Overlaps(Ipv4Network other) => _first < other._first + other.Size && other._first < _first + Size;

    /// <inheritdoc/>
    public override string ToString() => $"{Text(_first)}/{PrefixLength}";

    private static string Text(uint address) => $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}";

    private static bool TryParseAddress(string text, out uint number)
    {
        number = 0;
        // The parser also takes forms such as 10.1; whoever writes those rarely means them.
        if (!IPAddress.TryParse(text, out var address) || address.AddressFamily != AddressFamily.InterNetwork || address.ToString() != text)
            return false;
        Span<byte> bytes = stackalloc byte[4];
        address.TryWriteBytes(bytes, out _);
        number = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return true;
    }
}
