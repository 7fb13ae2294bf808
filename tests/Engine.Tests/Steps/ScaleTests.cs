using System.Diagnostics;
using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Steps;

/// <summary>What the engine itself costs with many hosts; run with <c>-explicit only</c>.</summary>
public sealed class ScaleTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Explicit = true)]
    [InlineData(13)]
    [InlineData(130)]
    [InlineData(520)]
    public async Task Up_and_no_op(int hosts)
    {
        const int StepsPerHost = 10;
        var (crypter, salt) = Engine.Configuration.PassphraseCrypter.Create("p");
        using var owned = crypter;
        foreach (var run in new[] { "up", "no-op", "no-op" })
        {
            var clock = Stopwatch.StartNew();
            using var document = StateDocument.Load(_folder["dev.json"]);
            var store = StateStore.Open(document, new(GivenPassphrase.Of("p"), document.EncryptionSalt ?? salt));
            var loaded = clock.Elapsed;
            var provider = new FakeProvider();
            var stack = new TestStack();
            using var deployment = new Deployment(new() { Stack = "dev", Project = "proj", Parallel = 8 }, store.Loaded,
                new ProviderRegistry([provider]), store, stack, new());
            var program = new TestProgram(deployment);
            await Task.WhenAll(Enumerable.Range(0, hosts).Select(async host =>
            {
                string[] before = [];
                for (var step = 0; step < StepsPerHost; step++)
                {
                    var result = await program.RegisterAsync($"host{host}-{step}", PropertyMap.Of(
                        ("connection", new PropertyValue.Secret(PropertyMap.Of(("host", $"h{host}"), ("key", new string('k', 400))))),
                        ("create", new string('x', 4000))), goal => goal.After(before));
                    before = [result.Urn];
                }
            }));
            await deployment.FinishAsync(complete: true);
            output.WriteLine($"{hosts} hosts, {run}: load {loaded.TotalSeconds:0.00} s, all {clock.Elapsed.TotalSeconds:0.00} s, "
                + $"{deployment.Summary.Describe(planned: false)}, state {new FileInfo(_folder["dev.json"]).Length >> 20} MiB");
        }
    }
}
