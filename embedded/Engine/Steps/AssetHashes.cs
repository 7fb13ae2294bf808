using System.Security.Cryptography;
using System.Text;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Steps;

/// <summary>Gives every asset and archive the hash by which it is compared.</summary>
internal sealed class AssetHashes(string programDirectory)
{
    /// <exception cref="EngineException">A file does not exist, or a source is not supported.</exception>
    public PropertyMap Fill(PropertyMap map) => map.Select(Fill);

    private PropertyValue Fill(PropertyValue value) => value switch
    {
        PropertyValue.Asset asset => asset with { Hash = HashOf(asset) },
        PropertyValue.Archive archive => Filled(archive),
        PropertyValue.Secret secret => new PropertyValue.Secret(Fill(secret.Value)),
        PropertyValue.List list => PropertyValue.ListOf(list.Items.Select(Fill)),
        PropertyValue.Map map => Fill(map.Properties),
        _ => value,
    };

    private string HashOf(PropertyValue.Asset asset) => asset.Source switch
    {
        AssetSource.Text => Hex(Encoding.UTF8.GetBytes(asset.Location)),
        AssetSource.Path => Hex(ReadFile(asset.Location)),
        _ => throw new EngineException($"An asset from a URI ({asset.Location}) is not supported by this engine; use a file."),
    };

    private PropertyValue.Archive Filled(PropertyValue.Archive archive)
    {
        if (archive.Entries is { } entries)
        {
            var filled = Fill(entries);
            return archive with { Entries = filled, Hash = HashOf(filled.Select(entry => (entry.Key, ContentHash(entry.Value)))) };
        }

        if (archive.Source != AssetSource.Path)
            throw new EngineException($"An archive from a URI ({archive.Location}) is not supported by this engine; use a folder.");
        var path = Path.Combine(programDirectory, archive.Location);
        if (!Directory.Exists(path))
            return archive with { Hash = Hex(ReadFile(archive.Location)) };
        var files = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(path, file), Hex(ReadFile(file))));
        return archive with { Hash = HashOf(files) };
    }

    private static string ContentHash(PropertyValue value) => value switch
    {
        PropertyValue.Asset asset => asset.Hash,
        PropertyValue.Archive archive => archive.Hash,
        _ => "",
    };

    // Names and contents, in name order, so that the hash does not depend on the file system's order.
    private static string HashOf(IEnumerable<(string Name, string Hash)> entries) => Hex(Encoding.UTF8.GetBytes(string.Concat(
        entries.OrderBy(entry => entry.Name, StringComparer.Ordinal).Select(entry => $"{entry.Name}\0{entry.Hash}\n"))));

    private byte[] ReadFile(string location)
    {
        var path = Path.Combine(programDirectory, location);
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"The asset {path} cannot be read: {error.Message}", error);
        }
    }

    private static string Hex(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
