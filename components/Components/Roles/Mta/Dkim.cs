using System.Text.Json;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;
using Pulumi;

namespace CarbonioInfra.Components.Roles.Mta;

/// <summary>
/// The key that signs the domain's mail, made once by the step <c>dkim</c> and never changed by it. Signing is held back until its public
/// half is in the DNS.
/// </summary>
public sealed class Dkim : ComponentResource
{
    /// <summary>Adds the step to <paramref name="node"/>.</summary>
    /// <param name="node">One MTA of all.</param>
    /// <param name="domain">The primary mail domain.</param>
    /// <param name="published">Whether the public DNS has <see cref="Record"/>; mail is signed from then on.</param>
    /// <param name="options">Component options.</param>
    public Dkim(CarbonioNode node, string domain, bool published, ComponentResourceOptions? options = null)
        : base("carbonio-infra:roles:Dkim", $"{node.Host.Name}-dkim-role", options)
    {
        var step = node.Add("dkim", HostScript.Load("Roles/Mta/dkim.sh")
            .With("domain", domain)
            .With("published", published ? "true" : "false"), this);
        Record = step.Stdout.Apply(DkimRecord.Parse);
        RegisterOutputs();
    }

    /// <summary>The record that the public DNS must have, or null while it is not known.</summary>
    public Output<DkimRecord?> Record { get; }
}

/// <summary>A DKIM record.</summary>
/// <param name="Name">Full name without the last dot.</param>
/// <param name="Value">The text, without quotes.</param>
public sealed record DkimRecord(string Name, string Value)
{
    private const string Mark = "{\"record\":";

    /// <summary>The record in the last line of what the step printed, or null when there is none.</summary>
    internal static DkimRecord? Parse(string stdout)
    {
        if (stdout.Split('\n').LastOrDefault(line => line.StartsWith(Mark, StringComparison.Ordinal)) is not { } line)
            return null;
        using var document = JsonDocument.Parse(line);
        return new DkimRecord(document.RootElement.GetProperty("record").GetString()!, document.RootElement.GetProperty("value").GetString()!);
    }
}
