namespace CarbonioInfra.Components.Roles;

/// <summary>What a site says of itself that the first configuration of nodes needs.</summary>
/// <param name="PublicHostname">Name by which clients reach the proxies, for example <c>mail.example.com</c>.</param>
/// <param name="TimeZone">Time zone of accounts that have chosen none, an IANA name such as <c>Europe/Rome</c>.</param>
/// <param name="TrustedNetworks">Networks whose hosts may send to anybody, as Postfix takes them.</param>
internal sealed record BootstrapSite(string PublicHostname, string TimeZone, string TrustedNetworks);
