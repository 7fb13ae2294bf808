namespace CarbonioInfra.SchemaGenerator.Tests.Support;

/// <summary>The schemas and other files that are embedded in this assembly.</summary>
internal static class Resources
{
    public const string NativeSchema = "Native/schema.json";
    public const string BridgedSchema = "Bridged/schema.json";

    public static IEnumerable<string> Names() => typeof(Resources).Assembly.GetManifestResourceNames();

    public static string Read(string name)
    {
        using var stream = typeof(Resources).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"There is no embedded file '{name}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
