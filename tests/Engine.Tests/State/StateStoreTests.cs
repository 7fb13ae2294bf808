using System.Collections.Immutable;
using CarbonioInfra.Engine.Configuration;
using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.State;

public sealed class StateStoreTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly ResourceState Full = new()
    {
        Urn = "urn:pulumi:dev::proj::my:mod:Comp$test:index:Thing::a",
        Type = "test:index:Thing",
        Custom = true,
        Id = "id-1",
        Inputs = PropertyMap.Of(("password", new PropertyValue.Secret("hunter2")), ("n", 1.5)),
        Outputs = PropertyMap.Of(("list", PropertyValue.ListOf("x", true))),
        Parent = "urn:pulumi:dev::proj::my:mod:Comp::c",
        Protect = true,
        Taint = true,
        Dependencies = ["urn:pulumi:dev::proj::my:mod:Comp::c"],
        InitErrors = ["half way"],
        Provider = "urn:pulumi:dev::proj::pulumi:providers:test::default::8f5b",
        PropertyDependencies = ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal)
            .Add("n", ["urn:pulumi:dev::proj::my:mod:Comp::c"]).Add("password", []),
        PendingReplacement = true,
        AdditionalSecretOutputs = ["stdout"],
        Aliases = ["urn:pulumi:dev::proj::test:index:Thing::b"],
        Timeouts = new(Create: TimeSpan.FromMinutes(5)),
        ImportId = "i",
        RetainOnDelete = true,
        DeletedWith = "urn:pulumi:dev::proj::test:index:Thing::m",
        ReplaceWith = ["urn:pulumi:dev::proj::test:index:Thing::m"],
        Created = DateTimeOffset.UnixEpoch,
        Modified = DateTimeOffset.UnixEpoch.AddDays(1),
        IgnoreChanges = ["n"],
        ReplaceOnChanges = ["triggers[*]"],
        ReplacementTrigger = "t",
    };

    private readonly TemporaryFolder _folder = new();

    private string StatePath => _folder["dev.json"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Everything_comes_back_and_secrets_are_not_in_plain()
    {
        var snapshot = new Snapshot([Full], [new(Full, OperationKind.Updating)]);
        await Open().SaveAsync(() => snapshot);
        var loaded = Open().Loaded;

        Assert.True(Full.IsStoredLike(Assert.Single(loaded.Resources)));
        Assert.Equal((Full.Created, Full.Modified), (loaded.Resources[0].Created, loaded.Resources[0].Modified));
        var operation = Assert.Single(loaded.PendingOperations);
        Assert.Equal(OperationKind.Updating, operation.Kind);
        Assert.True(Full.IsStoredLike(operation.Resource));
        Assert.DoesNotContain("hunter2", await File.ReadAllTextAsync(StatePath, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unchanged_resources_keep_their_ciphertext()
    {
        await Open().SaveAsync(() => new([Full], []));
        var before = await ResourceLinesAsync();
        var store = Open();
        var resource = Assert.Single(store.Loaded.Resources);
        await store.SaveAsync(() => new([resource, Full with { Urn = Full.Urn + "2" }], []));

        Assert.Equal(before[0], (await ResourceLinesAsync())[0].TrimEnd(','));
    }

    [Fact]
    public async Task The_file_is_its_owners_alone_and_leaves_nothing_beside()
    {
        await Open().SaveAsync(() => Snapshot.Empty);

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(StatePath));
        Assert.Equal([StatePath], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task A_write_that_fails_leaves_the_old_file()
    {
        await Open().SaveAsync(() => new([Full], []));
        var before = await File.ReadAllTextAsync(StatePath, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Open().SaveAsync(() => throw new InvalidOperationException()));
        Assert.Throws<IOException>(() => AtomicFile.Write(StatePath, output =>
        {
            output.WriteByte(1);
            throw new IOException("No space left on device");
        }));

        Assert.Equal(before, await File.ReadAllTextAsync(StatePath, TestContext.Current.CancellationToken));
        Assert.Equal([StatePath], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Saves_that_wait_are_written_as_one()
    {
        var store = Open();
        var (captures, gate) = (0, new ManualResetEventSlim());
        Snapshot Capture()
        {
            Interlocked.Increment(ref captures);
            gate.Wait(TestContext.Current.CancellationToken);
            return Snapshot.Empty;
        }

        var first = store.SaveAsync(Capture);
        SpinWait.SpinUntil(() => Volatile.Read(ref captures) == 1, TimeSpan.FromSeconds(10));
        var others = Enumerable.Range(0, 50).Select(_ => store.SaveAsync(Capture)).ToList();
        gate.Set();
        await Task.WhenAll(others.Append(first));

        Assert.Equal(2, captures);
    }

    [Theory]
    [InlineData("{\"version\":3,\"deploy")]
    [InlineData("[]")]
    [InlineData("{\"version\":2,\"deployment\":{}}")]
    [InlineData("{\"version\":3,\"deployment\":{\"resources\":[{\"custom\":true}]}}")]
    public void A_damaged_file_is_refused_by_name_and_kept(string content)
    {
        _folder.Write("dev.json", content);
        _folder.Write("dev.json.bak", "{}");
        var error = Assert.Throws<EngineException>(Open);

        Assert.Contains(StatePath, error.Message, StringComparison.Ordinal);
        Assert.Contains("dev.json.bak", error.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(StatePath));
    }

    [Fact]
    public async Task Another_passphrase_is_told()
    {
        await Open().SaveAsync(() => new([Full], []));

        Assert.Contains("incorrect passphrase", Assert.Throws<EngineException>(() => Open("other")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_salt_of_the_stack_file_takes_over_with_the_next_save()
    {
        await Open().SaveAsync(() => new([Full], []));
        var (_, salt) = PassphraseCrypter.Create("secret");
        using (var document = StateDocument.Load(StatePath))
        {
            var store = StateStore.Open(document, new(GivenPassphrase.Of("secret"), salt));
            await store.SaveAsync(() => store.Loaded);
        }

        using var rewritten = StateDocument.Load(StatePath);
        Assert.Equal(salt, rewritten.EncryptionSalt);
        Assert.True(Full.IsStoredLike(Assert.Single(StateStore.Open(rewritten, new(GivenPassphrase.Of("secret"), salt)).Loaded.Resources)));
    }

    [Fact]
    public void The_manifest_has_the_magic_that_pulumi_checks()
    {
        var buffer = new MemoryStream();
        new StateSerializer(new NoSecrets()).Write(buffer, Snapshot.Empty, "salt");
        using var document = System.Text.Json.JsonDocument.Parse(buffer.ToArray());
        var manifest = document.RootElement.GetProperty("deployment").GetProperty("manifest");

        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
                System.Text.Encoding.UTF8.GetBytes(manifest.GetProperty("version").GetString()!))),
            manifest.GetProperty("magic").GetString());
    }

    [Fact]
    public void A_second_run_names_the_first()
    {
        using (StackLock.Take(_folder["dev.lock"], "dev"))
        {
            var error = Assert.Throws<EngineException>(() => StackLock.Take(_folder["dev.lock"], "dev"));
            Assert.Contains($"process {Environment.ProcessId} of {Environment.UserName} on {Environment.MachineName}, since ", error.Message, StringComparison.Ordinal);
        }

        StackLock.Take(_folder["dev.lock"], "dev").Dispose();
    }

    [Fact]
    public void Folders_are_made_for_their_owner_alone()
    {
        AtomicFile.EnsurePrivateFolder(_folder["a/b"]);

        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder["a"]));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder["a/b"]));
    }

    private StateStore Open() => Open("secret");

    private StateStore Open(string passphrase)
    {
        using var document = StateDocument.Load(StatePath);
        return StateStore.Open(document, new(GivenPassphrase.Of(passphrase), document.EncryptionSalt));
    }

    private async Task<string[]> ResourceLinesAsync() =>
        [.. (await File.ReadAllLinesAsync(StatePath, TestContext.Current.CancellationToken))
            .Where(line => line.StartsWith("{\"urn\"", StringComparison.Ordinal))];

    private sealed class NoSecrets : ISecretCrypter
    {
        public string Encrypt(string plaintext) => throw new NotSupportedException();

        public string Decrypt(string ciphertext) => throw new NotSupportedException();
    }
}
