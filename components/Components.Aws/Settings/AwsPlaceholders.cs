using CarbonioInfra.Components.Settings;

namespace CarbonioInfra.Components.Aws.Settings;

/// <summary>Settings that <see cref="Placeholders"/> stand for, and what those are.</summary>
internal static class AwsPlaceholders
{
    private const string Image = "ami-0123456789abcdef0";
    private const string Account = "123456789012";
    private const string HostedZone = "Z0123456789ABCDEFGHIJ";

    /// <summary>The settings that are still placeholders.</summary>
    public static IEnumerable<string> In(AwsSettings settings)
    {
        if (settings.Image == Image)
            yield return "aws.image";
        if (settings.Account == Account)
            yield return "aws.account";
        if (settings.HostedZone == HostedZone)
            yield return "aws.hostedZone";
        foreach (var (name, _) in settings.Nodes.Where(entry => entry.Value.Image == Image).OrderBy(entry => entry.Key, StringComparer.Ordinal))
            yield return $"aws.nodes.{name}.image";
    }
}
