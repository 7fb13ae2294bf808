using CarbonioInfra.Components.Settings;

namespace CarbonioInfra.Components.Proxmox.Settings;

/// <summary>Settings that <see cref="Placeholders"/> stand for.</summary>
internal static class ProxmoxPlaceholders
{
    /// <summary>The settings that are still placeholders.</summary>
    public static IEnumerable<string> In(ProxmoxSettings settings) => settings.Images()
        .Where(entry => entry.Image.Sha256 == Placeholders.Sha256).Select(entry => $"{entry.Key}.sha256");
}
