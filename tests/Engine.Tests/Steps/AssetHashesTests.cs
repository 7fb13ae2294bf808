using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Steps;

public sealed class AssetHashesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_text_and_a_file_of_the_same_content_are_equal()
    {
        _folder.Write("a.txt", "abc");
        var hashes = Hash(
            new PropertyValue.Asset(AssetSource.Text, "abc"), new PropertyValue.Asset(AssetSource.Path, "a.txt"));

        Assert.Equal(hashes[0], hashes[1]);
        // SHA-256 of "abc".
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            Assert.IsType<PropertyValue.Asset>(hashes[0]).Hash);
    }

    [Fact]
    public void A_folder_changes_with_any_file_in_it()
    {
        _folder.Write("tree/a", "1");
        _folder.Write("tree/sub/b", "2");
        var before = Hash(new PropertyValue.Archive(AssetSource.Path, "tree"))[0];
        Assert.Equal(before, Hash(new PropertyValue.Archive(AssetSource.Path, "tree"))[0]);
        _folder.Write("tree/sub/b", "3");

        Assert.NotEqual(before, Hash(new PropertyValue.Archive(AssetSource.Path, "tree"))[0]);
    }

    [Fact]
    public void Hashes_inside_secrets_and_assembled_archives_are_filled_in()
    {
        var archive = new PropertyValue.Archive(AssetSource.Path, "",
            PropertyMap.Of(("x", new PropertyValue.Asset(AssetSource.Text, "abc"))));
        var secret = Assert.IsType<PropertyValue.Secret>(Hash(new PropertyValue.Secret(archive))[0]);

        Assert.NotEmpty(Assert.IsType<PropertyValue.Archive>(secret.Value).Hash);
    }

    [Fact]
    public void A_missing_file_is_named() => Assert.Contains(
        _folder["missing"],
        Assert.Throws<EngineException>(() => Hash(new PropertyValue.Asset(AssetSource.Path, "missing"))).Message, StringComparison.Ordinal);

    private PropertyValue[] Hash(params PropertyValue[] values) =>
        [.. new AssetHashes(_folder.Path).Fill(PropertyMap.From(values.Select((value, index) => KeyValuePair.Create($"{index}", value)))).Values];

    [Fact]
    public void A_file_of_a_folder_that_cannot_be_read_is_named()
    {
        _folder.Write("d/a", "a");
        File.CreateSymbolicLink(_folder["d/dangling"], _folder["nowhere"]);
        var archive = PropertyMap.Of(("source", new PropertyValue.Archive(AssetSource.Path, "d")));

        Assert.Contains("dangling", Assert.Throws<EngineException>(() => new AssetHashes(_folder.Path).Fill(archive)).Message, StringComparison.Ordinal);
    }
}
