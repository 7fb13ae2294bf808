using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using CarbonioInfra.Components.Addresses;
using CarbonioInfra.Components.Settings;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Platforms.Existing;

/// <summary>Reads the setting <c>existingHosts</c>, a map from node name to machine.</summary>
internal static partial class ExistingHostsReader
{
    private const string Key = "existingHosts";

    private const string Shape = "a map from node name to {address, hostKey, user, port, generation, minimumSize}";

    public static ImmutableDictionary<string, ExistingHost> Read(SettingsReader settings)
    {
        if (settings.Structure(Key, Shape) is not { } hosts)
            return ImmutableDictionary<string, ExistingHost>.Empty;

        return hosts.EnumerateObject().ToImmutableDictionary(entry => entry.Name, entry => ReadHost(settings, entry));
    }

    private static ExistingHost ReadHost(SettingsReader settings, JsonProperty entry)
    {
        var path = $"{Key}.{entry.Name}";
        if (entry.Value.ValueKind != JsonValueKind.Object)
        {
            settings.Problem(path, "{address, hostKey, user, port, generation, minimumSize}", entry.Value.GetRawText());
            return new ExistingHost("", "");
        }

        foreach (var unknown in entry.Value.EnumerateObject().Where(member =>
            member.Name is not ("address" or "hostKey" or "user" or "port" or "generation" or "minimumSize")))
        {
            settings.Problem($"{path}.{unknown.Name}", "one of address, hostKey, user, port, generation, minimumSize", $"'{unknown.Name}'");
        }

        return new ExistingHost(
            Text("address", null, "a private IPv4 address", IsAddress),
            Text("hostKey", null, "an authorized_keys line such as 'ssh-ed25519 AAAA...'", text => HostKeyLine().IsMatch(text)),
            Text("user", "root", "a login name", text => UserName().IsMatch(text)),
            int.Parse(Text("port", "22", "a port from 1 to 65535", IsPort), System.Globalization.CultureInfo.InvariantCulture),
            Text("generation", "1", "a text", text => text.Length > 0),
            entry.Value.TryGetProperty("minimumSize", out var size) ? ReadSize(settings, $"{path}.minimumSize", size) : null);

        string Text(string name, string? defaultValue, string expected, Func<string, bool> isGood)
        {
            var text = entry.Value.TryGetProperty(name, out var value)
                ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()
                : defaultValue;
            if (text is not null && isGood(text))
                return text;
            settings.Problem($"{path}.{name}", expected, text is null ? "nothing" : $"'{text}'");
            return defaultValue ?? "";
        }
    }

    private static NodeSize? ReadSize(SettingsReader settings, string path, JsonElement size)
    {
        if (size.ValueKind == JsonValueKind.Object && size.EnumerateObject().Count() == 3
            && Number("cpus") is { } cpus && Number("memoryMiB") is { } memory && Number("diskGiB") is { } disk)
        {
            return new NodeSize(cpus, memory, disk);
        }

        settings.Problem(path, "{cpus, memoryMiB, diskGiB} as whole numbers from 1", size.GetRawText());
        return null;

        int? Number(string name) =>
            size.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
                && value.TryGetInt32(out var number) && number > 0 ? number : null;
    }

    public static bool IsAddress(string text) => Ipv4Network.IsAddress(text) && !text.StartsWith("127.", StringComparison.Ordinal);

    private static bool IsPort(string text) => int.TryParse(text, out var port) && port is >= 1 and <= 65535;

    [GeneratedRegex("^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]+={0,2}( .*)?$")]
    private static partial Regex HostKeyLine();

    [GeneratedRegex("^[a-z_][a-z0-9_-]*$")]
    private static partial Regex UserName();
}
