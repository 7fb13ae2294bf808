using Pulumi;

namespace CarbonioInfra.Components.Nodes.Repositories;

/// <summary>A signed repository of packages for the operating system of the nodes.</summary>
/// <param name="Url">Base URL with scheme <c>https</c>, without the path that a distribution's release adds.</param>
/// <param name="KeyUrl">Where its public key is, armored or not; scheme <c>https</c>.</param>
/// <param name="KeyFingerprint">The key's fingerprint, 40 hexadecimal digits. A key with another one is refused.</param>
public sealed record PackageRepository(Input<string> Url, Input<string> KeyUrl, Input<string> KeyFingerprint);
