using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;
using Pulumi;

namespace CarbonioInfra.Components.Roles.Proxy;

/// <summary>
/// The public certificate on one proxy. On the first the step <c>certificate</c> puts it into the directory, for the domain; on each
/// <c>certificate-served</c> restarts nginx if it shows another one, and asks for it as a client does.
/// </summary>
public sealed class PublicCertificate : ComponentResource
{
    /// <summary>How long a proxy may take to show it after a restart.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Adds the steps to <paramref name="node"/>.</summary>
    /// <param name="node">The proxy.</param>
    /// <param name="args">The certificate and whom it is for.</param>
    /// <param name="options">Component options.</param>
    public PublicCertificate(CarbonioNode node, PublicCertificateArgs args, ComponentResourceOptions? options = null)
        : base("carbonio-infra:roles:PublicCertificate", $"{node.Host.Name}-public-certificate-role", options)
    {
        if (args.IsFirst)
        {
            node.Add("certificate", HostScript.Load("Roles/Proxy/certificate.sh")
                .With("domain", args.Domain)
                .With("certificate", args.Certificate.Chain)
                .WithSecret("certificate_key", Output.CreateSecret(args.Certificate.Key)), this);
        }

        node.Add("certificate-served", HostScript.Load("Roles/Proxy/certificate-served.sh")
            .With("public_hostname", args.PublicHostname)
            .With("fingerprint", args.Certificate.Fingerprint)
            .With("patience_seconds", Number.Seconds(Patience)), this);
        RegisterOutputs();
    }
}
