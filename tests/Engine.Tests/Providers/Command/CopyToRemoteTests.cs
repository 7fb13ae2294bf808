using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Providers.Command;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Providers.Command;

/// <summary>Files put on a real SSH server over SFTP.</summary>
public sealed class CopyToRemoteTests(SharedSshServer shared) : IClassFixture<SharedSshServer>, IAsyncLifetime
{
    private const string Type = "command:remote:CopyToRemote";

    private readonly TemporaryFolder _local = new();
    private readonly TemporaryFolder _remote = new();
    private CommandProvider _provider = null!;

    public ValueTask InitializeAsync()
    {
        _provider = new(new ProviderEnvironment(_local.Path, _local.Path, "test"));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _local.Dispose();
        _remote.Dispose();
    }

    [Fact]
    public async Task Text_becomes_a_file_and_its_directories_are_made()
    {
        var id = await CopyAsync(Text("grüße\n"), _remote["a/b/file"]);

        Assert.Equal("grüße\n", await ReadAsync("a/b/file"));
        Assert.Matches("^[0-9a-f]{8}$", id);
    }

    [Fact]
    public async Task Existing_files_are_overwritten_whole()
    {
        await WriteAsync(_remote, "file", "something longer than what comes");

        await CopyAsync(Text("short"), _remote["file"]);

        Assert.Equal("short", await ReadAsync("file"));
    }

    [Fact]
    public async Task Text_cannot_replace_a_directory()
    {
        Directory.CreateDirectory(_remote["directory"]);

        Assert.Contains("it is a directory", await FailureAsync(Text("x"), _remote["directory"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("renamed", "renamed")]
    [InlineData("existing", "existing/file")]
    public async Task A_file_goes_to_the_path_or_into_the_directory_there(string remotePath, string expected)
    {
        Directory.CreateDirectory(_remote["existing"]);
        await WriteAsync(_local, "file", "content");

        await CopyAsync(new PropertyValue.Asset(AssetSource.Path, "file"), _remote[remotePath]);

        Assert.Equal("content", await ReadAsync(expected));
    }

    [Theory]
    [InlineData("tree", "target/tree/")]
    [InlineData("tree/", "target/")]
    [InlineData("./tree", "target/tree/")]
    public async Task A_directory_is_copied_itself_or_with_a_slash_its_contents(string location, string expected)
    {
        await WriteAsync(_local, "tree/top", "1");
        await WriteAsync(_local, "tree/sub/deep", "2");

        await CopyAsync(new PropertyValue.Archive(AssetSource.Path, location), _remote["target"]);

        Assert.Equal("1", await ReadAsync(expected + "top"));
        Assert.Equal("2", await ReadAsync(expected + "sub/deep"));
    }

    [Fact]
    public async Task An_archive_file_is_copied_not_unpacked()
    {
        await WriteAsync(_local, "files.tar.gz", "not really");

        await CopyAsync(new PropertyValue.Archive(AssetSource.Path, "files.tar.gz"), _remote["files.tar.gz"]);

        Assert.Equal("not really", await ReadAsync("files.tar.gz"));
    }

    [Fact]
    public async Task Entries_of_an_assembled_archive_lie_below_the_path()
    {
        await WriteAsync(_local, "tree/leaf", "3");
        var entries = PropertyMap.Of(
            ("one", Text("1")),
            ("sub/two", Text("2")),
            ("three", new PropertyValue.Archive(AssetSource.Path, "tree")));

        await CopyAsync(new PropertyValue.Archive(AssetSource.Path, "", entries), _remote["target"]);

        Assert.Equal("1", await ReadAsync("target/one"));
        Assert.Equal("2", await ReadAsync("target/sub/two"));
        Assert.Equal("3", await ReadAsync("target/three/leaf"));
    }

    [Fact]
    public async Task A_directory_cannot_replace_a_file()
    {
        await WriteAsync(_remote, "file", "x");
        Directory.CreateDirectory(_local["tree"]);

        var failure = await FailureAsync(new PropertyValue.Archive(AssetSource.Path, "tree"), _remote["file"]);

        Assert.Contains($"expected a directory or nothing at {_remote["file"]}, found a file", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_local_file_is_named()
    {
        var failure = await FailureAsync(new PropertyValue.Asset(AssetSource.Path, "absent"), _remote["x"]);

        Assert.Contains($"cannot read {_local["absent"]}", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_copies_again_only_if_content_or_path_changed_and_delete_removes_nothing()
    {
        var inputs = Inputs(Text("one") with { Hash = "1" }, _remote["file"]);
        var created = await _provider.CreateAsync(Context, inputs, TestContext.Current.CancellationToken);
        await WriteAsync(_remote, "file", "edited on the host");

        await UpdateAsync(created, inputs, Inputs(Text("one") with { Hash = "1" }, _remote["file"], ("dialErrorLimit", 3)));
        Assert.Equal("edited on the host", await ReadAsync("file"));

        await UpdateAsync(created, inputs, Inputs(Text("two") with { Hash = "2" }, _remote["file"]));
        Assert.Equal("two", await ReadAsync("file"));

        await UpdateAsync(created, inputs, Inputs(Text("one") with { Hash = "1" }, _remote["moved"]));
        Assert.Equal("one", await ReadAsync("moved"));

        await _provider.DeleteAsync(Context, Snapshot(created, inputs), TestContext.Current.CancellationToken);
        Assert.True(File.Exists(_remote["file"]));
    }

    [Fact]
    public async Task Copies_share_a_connection()
    {
        await Task.WhenAll(Enumerable.Range(0, 5).Select(number => CopyAsync(Text("x"), _remote[$"file{number}"])));

        Assert.Equal(1, _provider.Statistics.Single().Value);
    }

    [Fact]
    public void The_source_must_be_an_asset_or_an_archive()
    {
        var inputs = PropertyMap.Of(("connection", Remote.Connection(shared.Server)), ("source", "text"));

        var failures = _provider.Check(new CheckRequest("urn", Type, "step", PropertyMap.Empty, inputs)).Failures;

        Assert.Equal(
            [new("remotePath", "is required"), new CheckFailure("source", "expected an asset or an archive, found a string")], failures);
    }

    private static PropertyValue.Asset Text(string text) => new(AssetSource.Text, text);

    private static ResourceSnapshot Snapshot(CreateResult created, PropertyMap inputs) => new(Type, created.Id, inputs, created.Outputs);

    private static StepContext Context => new("urn", Type, "step", new RecordingLog());

    private static async Task WriteAsync(TemporaryFolder folder, string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        await File.WriteAllTextAsync(folder[name], content);
    }

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(_remote[name]);

    private async Task<string> CopyAsync(PropertyValue source, string remotePath) =>
        (await _provider.CreateAsync(Context, Inputs(source, remotePath), TestContext.Current.CancellationToken)).Id;

    private async Task<string> FailureAsync(PropertyValue source, string remotePath) =>
        (await Assert.ThrowsAsync<ProviderException>(() => CopyAsync(source, remotePath))).Message;

    private Task UpdateAsync(CreateResult created, PropertyMap old, PropertyMap @new) =>
        _provider.UpdateAsync(Context, Snapshot(created, old), @new, TestContext.Current.CancellationToken);

    private PropertyMap Inputs(PropertyValue source, string remotePath, params IEnumerable<(string, PropertyValue)> connection)
    {
        var inputs = PropertyMap.Of(("connection", Remote.Connection(shared.Server, connection)), ("source", source), ("remotePath", remotePath));
        var result = _provider.Check(new CheckRequest("urn", Type, "step", PropertyMap.Empty, inputs));
        Assert.Empty(result.Failures);
        return result.Inputs;
    }
}
