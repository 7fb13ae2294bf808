using System.Collections.Immutable;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;
using Pulumi;

namespace CarbonioInfra.Components.Roles.Proxy;

/// <summary>
/// nginx in front of mailstores. The step <c>proxy</c> restarts it when the public name is another one, and asks for answers on the
/// ports that clients use.
/// </summary>
public sealed class Proxy : ComponentResource
{
    /// <summary>The TCP ports on which it always listens: POP3, IMAP and web with and without TLS, and the administration panel.</summary>
    public static ImmutableArray<int> Ports { get; } = [80, 110, 143, 443, 993, 995, 6071];

    /// <summary>How long it may take to listen after a restart.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Adds the step to <paramref name="node"/>, after its pending setups.</summary>
    /// <param name="node">The proxy.</param>
    /// <param name="publicHostname">Name under which clients reach the proxies.</param>
    /// <param name="options">Component options.</param>
    public Proxy(CarbonioNode node, string publicHostname, ComponentResourceOptions? options = null)
        : base("carbonio-infra:roles:Proxy", $"{node.Host.Name}-proxy-role", options)
    {
        node.Add("proxy", HostScript.Load("Roles/Proxy/proxy.sh")
            .With("public_hostname", publicHostname)
            .With("ports", string.Join(' ', Ports.Select(Number.Of)))
            .With("patience_seconds", Number.Seconds(Patience)), this);
        RegisterOutputs();
    }
}
