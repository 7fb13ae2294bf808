using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using CarbonioInfra.Components.Platforms;
using CarbonioInfra.Components.Settings;

namespace CarbonioInfra.Infra.Settings;

/// <summary>The platforms that the assemblies beside the program offer.</summary>
public sealed class PlatformCatalog
{
    private readonly ImmutableSortedDictionary<string, Type> _types;

    /// <summary>A catalog of the platforms that <paramref name="assemblies"/> offer.</summary>
    public PlatformCatalog(IEnumerable<Assembly> assemblies) =>
        _types = assemblies.SelectMany(assembly => assembly.GetCustomAttributes<CarbonioPlatformAttribute>())
            .ToImmutableSortedDictionary(platform => platform.Name, platform => platform.Type, StringComparer.Ordinal);

    /// <summary>The names that the setting <c>platform</c> takes.</summary>
    public IEnumerable<string> Names => _types.Keys;

    /// <summary>The catalog of the running program.</summary>
    public static PlatformCatalog BesideTheProgram()
    {
        var library = typeof(CarbonioPlatformAttribute).Assembly;
        var offering = Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")
            .Where(path => References(path, library.GetName().Name!))
            .Select(path => Assembly.Load(new AssemblyName(Path.GetFileNameWithoutExtension(path))));
        return new PlatformCatalog(offering.Append(library).Distinct());
    }

    /// <summary>The platform of this name with its settings read, or null when there is none.</summary>
    public IPlatform? Create(string name, SettingsReader settings) =>
        _types.TryGetValue(name, out var type) ? (IPlatform)Activator.CreateInstance(type, settings)! : null;

    // Looking at a file's metadata is much cheaper than loading it.
    private static bool References(string path, string assemblyName)
    {
        using var file = new PEReader(File.OpenRead(path));
        if (!file.HasMetadata)
            return false;
        var metadata = file.GetMetadataReader();
        return metadata.AssemblyReferences.Any(handle =>
            metadata.StringComparer.Equals(metadata.GetAssemblyReference(handle).Name, assemblyName));
    }
}
