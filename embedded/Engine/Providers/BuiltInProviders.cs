namespace CarbonioInfra.Engine.Providers;

/// <summary>The one place where the engine's own providers are named.</summary>
internal static class BuiltInProviders
{
    public static ProviderRegistry Create(ProviderEnvironment environment) => new(
        [new Command.CommandProvider(environment), new Random.RandomProvider()],
        SchemaOf);

    // The schemas of the typed SDKs lie beside the engine as schemas/Pulumi.Aws.json.
    private static PackageSchema? SchemaOf(string package)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "schemas");
        var path = !Directory.Exists(folder) ? null : Directory.EnumerateFiles(folder, "Pulumi.*.json").FirstOrDefault(file =>
            Path.GetFileNameWithoutExtension(file).Equals($"Pulumi.{package}", StringComparison.OrdinalIgnoreCase));
        return path is null ? null : PackageSchema.Read(path);
    }
}
