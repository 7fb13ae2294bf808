using System.Text.Json;

namespace CarbonioInfra.Engine.Tests.Cli;

/// <summary>What verbs tell programs of a plan, and runs of chosen resources.</summary>
public sealed class PlanTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_preview_as_json_tells_every_step_and_masks_secrets()
    {
        _engine.Configure("  proj:token: hunter22\n  proj:commands: { one: echo first, two: echo second, three: echo third }");
        Assert.Equal(0, await _engine.RunAsync("preview", "dev", "--json", _engine["plan.json"]));
        using (var json = await PlanAsync())
        {
            var step = json.RootElement.GetProperty("steps").EnumerateArray().Single(step => step.GetProperty("name").GetString() == "two");
            Assert.Equal("create", step.GetProperty("op").GetString());
            Assert.Equal("command:local:Command", step.GetProperty("type").GetString());
            Assert.EndsWith("::one", step.GetProperty("dependencies")[0].GetString(), StringComparison.Ordinal);
            Assert.EndsWith("::proj-dev", step.GetProperty("parent").GetString(), StringComparison.Ordinal);
        }

        await _engine.RunAsync("up", "dev", "--yes");
        _engine.Configure("  proj:token: hunter22\n  proj:commands: { one: echo hunter22 again, two: echo second }");
        Assert.Equal(0, await _engine.RunAsync("preview", "dev", "--json", _engine["plan.json"], "--replace", "two"));
        var first = await ReadAsync("plan.json");
        Assert.Equal(0, await _engine.RunAsync("preview", "dev", "--json", _engine["plan.json"], "--replace", "two"));
        Assert.Equal(first, await ReadAsync("plan.json"));
        Assert.DoesNotContain("hunter22", first, StringComparison.Ordinal);
        using (var json = await PlanAsync())
        {
            var root = json.RootElement;
            Assert.Equal((1, "proj", "dev"),
                (root.GetProperty("version").GetInt32(), root.GetProperty("project").GetString(), root.GetProperty("stack").GetString()));
            Assert.Equal("""{"create":0,"update":1,"replace":1,"delete":1,"same":0}""",
                JsonSerializer.Serialize(root.GetProperty("summary")));
            var steps = root.GetProperty("steps").EnumerateArray().ToDictionary(step => step.GetProperty("name").GetString()!);
            Assert.Equal(("update", "replace", "delete"), (steps["one"].GetProperty("op").GetString(), steps["two"].GetProperty("op").GetString(),
                steps["three"].GetProperty("op").GetString()));
            Assert.Equal("asked for", steps["two"].GetProperty("reason").GetString());
            Assert.Equal("""[{"path":"create","kind":"updated","old":"echo first","new":"echo [secret] again"}]""",
                JsonSerializer.Serialize(steps["one"].GetProperty("changes")));
        }
    }

    [Fact]
    public async Task A_change_that_failed_and_was_taken_back_is_planned_again_also_after_an_import()
    {
        void Configure(string script) => _engine.Configure($"  proj:commands: {{ one: {script} }}");
        Configure("echo first");
        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes"));
        Configure("exit 3");
        Assert.Equal(1, await _engine.RunAsync("up", "dev", "--yes"));
        Configure("echo first");
        Assert.Equal(0, await _engine.RunAsync("state", "export", "dev", "--file", _engine["out.json"]));
        Assert.Equal(0, await _engine.RunAsync("state", "import", "dev", "--file", _engine["out.json"]));

        Assert.Equal(0, await _engine.RunAsync("preview", "dev"));
        Assert.Contains("local:Command  (its last attempt failed)\n", _engine.Output, StringComparison.Ordinal);
        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.Contains("1 updated", _engine.Output, StringComparison.Ordinal);
        Assert.Equal(0, await _engine.RunAsync("preview", "dev"));
        Assert.DoesNotContain("its last attempt failed", _engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_that_fails_writes_no_json()
    {
        _engine.Configure("  proj:end: error");
        Assert.Equal(1, await _engine.RunAsync("preview", "dev", "--json", _engine["plan.json"]));
        Assert.False(File.Exists(_engine["plan.json"]));
    }

    [Fact]
    public async Task The_graph_is_all_that_is_printed_and_the_same_every_time()
    {
        _engine.Configure("  proj:commands: { one: echo first, two: sleep 0.3, three: echo third }");
        Assert.Equal(0, await _engine.RunAsync("graph", "dev"));
        var mermaid = _engine.Output;
        Assert.Equal("flowchart LR\n    n0[\"one\"]\n    n1[\"two\"]\n    n2[\"three\"]\n    n0 --> n1\n    n1 --> n2\n", mermaid);
        await _engine.RunAsync("up", "dev", "--yes");
        await _engine.RunAsync("graph", "dev");
        Assert.Equal(mermaid, _engine.Output);

        Assert.Equal(0, await _engine.RunAsync("graph", "dev", "--format", "dot", "--critical-path"));
        Assert.StartsWith("digraph \"proj-dev\" {", _engine.Output, StringComparison.Ordinal);
        Assert.Contains("n1 -> n2 [color", _engine.Output, StringComparison.Ordinal);
        Assert.Equal(1, await _engine.RunAsync("graph", "dev", "--format", "svg"));
        Assert.Contains("svg", _engine.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Durations_of_runs_are_kept_and_a_damaged_file_of_them_is_no_matter()
    {
        _engine.Configure("  proj:commands: { one: sleep 0.3, two: echo second }");
        await _engine.RunAsync("up", "dev", "--yes");
        using (var json = JsonDocument.Parse(await ReadAsync("state/dev.durations.json")))
            Assert.True(json.RootElement.EnumerateObject().Single(entry => entry.Name.EndsWith("::one", StringComparison.Ordinal)).Value.GetDouble() >= 0.3);

        await File.WriteAllTextAsync(_engine["state/dev.durations.json"], "{", TestContext.Current.CancellationToken);
        Assert.Equal(0, await _engine.RunAsync("graph", "dev", "--critical-path"));
        await _engine.RunAsync("destroy", "dev", "--yes");
        Assert.Equal("{}", await ReadAsync("state/dev.durations.json"));
    }

    [Fact]
    public async Task Up_of_a_target_touches_it_alone()
    {
        _engine.Configure("  proj:commands: { one: echo first, two: echo second }");
        await _engine.RunAsync("up", "dev", "--yes");
        _engine.Configure("  proj:commands: { one: echo changed, two: echo changed }");

        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes", "--target", "two"));
        Assert.Contains("1 updated, 1 unchanged", _engine.Output, StringComparison.Ordinal);
        Assert.Equal(1, await _engine.RunAsync("up", "dev", "--yes", "--target", "three"));
        Assert.Contains("'three' is no resource of the stack or the program", _engine.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", _engine.Error, StringComparison.Ordinal);
    }

    private async Task<JsonDocument> PlanAsync() => JsonDocument.Parse(await ReadAsync("plan.json"));

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(_engine[name], TestContext.Current.CancellationToken);
}
