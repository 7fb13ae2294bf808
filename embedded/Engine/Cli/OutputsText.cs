using System.Text;
using System.Text.Json;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Cli;

/// <summary>A stack's outputs for people (name, value) and for programs (JSON).</summary>
internal static class OutputsText
{
    private const string Masked = "[secret]";

    public static void Write(TextWriter output, PropertyMap outputs, bool json, bool showSecrets)
    {
        var shown = outputs.Select(value => Shown(value, showSecrets));
        if (json)
        {
            output.WriteLine(Json(shown, indented: true));
            return;
        }

        var width = shown.Keys.Select(name => name.Length).DefaultIfEmpty().Max();
        foreach (var (name, value) in shown)
            output.WriteLine($"{name.PadRight(width)}  {(value is PropertyValue.Text text ? text.Value : Json(value, indented: false))}");
    }

    private static PropertyValue Shown(PropertyValue value, bool showSecrets) => value switch
    {
        PropertyValue.Secret secret => showSecrets ? Shown(secret.Value, showSecrets) : Masked,
        PropertyValue.List list => PropertyValue.ListOf(list.Items.Select(item => Shown(item, showSecrets))),
        PropertyValue.Map map => map.Properties.Select(item => Shown(item, showSecrets)),
        PropertyValue.ResourceReference { Id: null } component => component.Urn,
        PropertyValue.ResourceReference { Id: { } id } => id,
        _ => value,
    };

    private static string Json(PropertyValue value, bool indented)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, StateJson.Compact with { Indented = indented }))
            StateValues.Write(writer, value, NoSecretsLeft.Instance);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private sealed class NoSecretsLeft : ISecretCrypter
    {
        public static NoSecretsLeft Instance { get; } = new();

        public string Encrypt(string plaintext) => Masked;

        public string Decrypt(string ciphertext) => throw new NotSupportedException();
    }
}
