using Pulumi;

namespace CarbonioInfra.Components.Certificates;

/// <summary>What a server shows to its clients.</summary>
/// <param name="Chain">The server's certificate in PEM, followed by those of intermediate authorities.</param>
/// <param name="PrivateKey">Its private key in PEM, without passphrase; a secret.</param>
public sealed record ServerCertificate(Output<string> Chain, Output<string> PrivateKey);
