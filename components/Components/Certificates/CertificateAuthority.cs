using System.Text.Json;
using CarbonioInfra.Components.Hosts;
using Pulumi;
using LocalCommand = Pulumi.Command.Local.Command;

namespace CarbonioInfra.Components.Certificates;

/// <summary>
/// A certificate authority of the deployment's own, made once by <c>openssl</c> on the machine that runs the deployment, for servers that
/// only the cluster's hosts use. It and its certificates are valid for ten years; it can speak for names in one DNS domain and for no
/// address. Hosts come to trust it by <see cref="Trust"/>.
/// </summary>
/// <remarks>Private keys live in the stack's state, encrypted, and were never in a file here.</remarks>
public sealed class CertificateAuthority : ComponentResource
{
    private readonly string _name;
    private readonly LocalCommand _made;

    /// <summary>Makes an authority.</summary>
    /// <param name="name">Name of the component.</param>
    /// <param name="domain">DNS domain of the servers.</param>
    /// <param name="keeper">Any text; another text makes another authority, and all its certificates anew. Default <c>1</c>.</param>
    /// <param name="options">Component options.</param>
    public CertificateAuthority(string name, string domain, string keeper = "1", ComponentResourceOptions? options = null)
        : base("carbonio-infra:certificates:CertificateAuthority", name, options)
    {
        _name = name;
        _made = MadeOnce.Command(
            $"{name}-openssl", HostScript.Load("Certificates/certificate-authority.sh").Text, [keeper, domain], this, stdin: $"{domain}\n");
        Certificate = Output.Unsecret(_made.Stdout).Apply(text => Member(text, "certificate"));
        RegisterOutputs(new Dictionary<string, object?> { ["certificate"] = Certificate });
    }

    /// <summary>The authority's certificate in PEM.</summary>
    public Output<string> Certificate { get; }

    /// <summary>Makes a certificate for a server.</summary>
    /// <param name="server">The server's name within the authority.</param>
    /// <param name="dnsNames">The names by which clients reach it, in the authority's domain; the first is the subject's.</param>
    /// <param name="keeper">Any text; another text makes another certificate. Default <c>1</c>.</param>
    public ServerCertificate Issue(string server, IReadOnlyList<string> dnsNames, string keeper = "1")
    {
        var names = string.Join(' ', dnsNames);
        var issued = MadeOnce.Command(
            $"{_name}-{server}-server-certificate",
            HostScript.Load("Certificates/server-certificate.sh").Text,
            [keeper, names],
            this,
            Output.CreateSecret(_made.Stdout.Apply(text => Member(text, "privateKey") + Member(text, "certificate"))),
            // Apart from the key: an engine hides every line of a secret wherever it shows up, and these names are in what people must read.
            new InputMap<string> { ["names"] = names });
        return new ServerCertificate(
            Output.Unsecret(issued.Stdout).Apply(text => Member(text, "certificate")),
            Output.CreateSecret(issued.Stdout.Apply(text => Member(text, "privateKey"))));
    }

    /// <summary>What makes a host trust an authority.</summary>
    /// <param name="certificate">Its certificate in PEM.</param>
    public static HostScript Trust(Output<string> certificate) => HostScript.Load("Certificates/trust.sh").With("certificate", certificate);

    private static string Member(string stdout, string name)
    {
        using var document = JsonDocument.Parse(stdout);
        return document.RootElement.GetProperty(name).GetString()!;
    }
}
