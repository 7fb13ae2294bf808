using System.Collections.Immutable;
using Pulumi;

namespace CarbonioInfra.Components.Dns;

/// <summary>A record that the public DNS must have.</summary>
/// <param name="Label">The name, or for type <c>PTR</c> the name that the address gets.</param>
/// <param name="Type">A, CNAME, MX, TXT or PTR.</param>
/// <param name="Values">One or more values as they stand in a zone file, texts without quotes.</param>
/// <param name="Purpose">What for.</param>
public sealed record DnsRecord(string Label, string Type, Output<ImmutableArray<string>> Values, string Purpose)
{
    /// <summary>Full name without the last dot; for type <c>PTR</c> the address. Default: the label.</summary>
    public Input<string> Name { get => field ?? Label; init; }

    /// <summary>Where the value comes from. Default <see cref="DnsOrigin.Site"/>.</summary>
    public DnsOrigin Origin { get; init; } = DnsOrigin.Site;
}
