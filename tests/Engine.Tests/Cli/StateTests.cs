using System.Text.Json;
using System.Text.Json.Nodes;

namespace CarbonioInfra.Engine.Tests.Cli;

/// <summary>A state that leaves the engine and comes back, and what may not come in.</summary>
public sealed class StateTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task An_export_is_the_envelope_of_pulumi_and_comes_back_as_it_was()
    {
        await UpAsync();
        Assert.Equal(0, await _engine.RunAsync("state", "export", "dev"));
        var exported = _engine.Output;
        using (var json = JsonDocument.Parse(exported))
        {
            Assert.Equal(3, json.RootElement.GetProperty("version").GetInt32());
            var deployment = json.RootElement.GetProperty("deployment");
            Assert.Equal("passphrase", deployment.GetProperty("secrets_providers").GetProperty("type").GetString());
            Assert.StartsWith("v1:", deployment.GetProperty("secrets_providers").GetProperty("state").GetProperty("salt").GetString(),
                StringComparison.Ordinal);
            Assert.Equal(64, deployment.GetProperty("manifest").GetProperty("magic").GetString()!.Length);
        }

        Assert.DoesNotContain("hunter22", exported, StringComparison.Ordinal);
        Assert.Equal(0, await _engine.RunAsync("destroy", "dev", "--yes"));
        _engine.Piped = new StringReader(exported);
        Assert.Equal(0, await _engine.RunAsync("state", "import", "dev"));
        Assert.Contains("4 resources imported", _engine.Output, StringComparison.Ordinal);
        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.Contains("2 unchanged", _engine.Output, StringComparison.Ordinal);
        await _engine.RunAsync("outputs", "dev", "--json", "--show-secrets");
        Assert.Contains("hunter22", _engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_shown_in_plain_come_back_encrypted_on_a_machine_with_another_key()
    {
        await UpAsync();
        Assert.Equal(0, await _engine.RunAsync("state", "export", "dev", "--show-secrets", "--file", _engine["out.json"]));
        Assert.Contains("\"plaintext\": \"\\\"hunter22\\\"\"", await ReadAsync("out.json"), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_engine["out.json"]));

        Directory.Delete(_engine.StateDirectory, recursive: true);
        Assert.Equal(0, await _engine.RunAsync("state", "import", "dev", "--file", await WithoutProviderAsync()));
        Assert.DoesNotContain("hunter22", await File.ReadAllTextAsync(_engine.StatePath, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.Contains("2 unchanged", _engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_keeps_the_former_state_beside_it_also_a_damaged_one()
    {
        await UpAsync();
        await _engine.RunAsync("state", "export", "dev", "--file", _engine["out.json"]);
        var former = await ReadAsync("state/dev.json");
        Assert.Equal(0, await ImportAsync());
        Assert.Equal(former, await ReadAsync("state/dev.json.bak"));

        await File.WriteAllTextAsync(_engine.StatePath, "{ \"version\"", TestContext.Current.CancellationToken);
        Assert.Equal(1, await _engine.RunAsync("state", "export", "dev"));
        Assert.Equal(0, await ImportAsync());
        Assert.Equal("{ \"version\"", await ReadAsync("state/dev.json.damaged"));
        Assert.Equal(former, await ReadAsync("state/dev.json.bak"));
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_an_import_is_told_and_nothing_is_changed()
    {
        await UpAsync();
        await _engine.RunAsync("state", "export", "dev", "--file", _engine["out.json"]);
        var json = JsonNode.Parse(await ReadAsync("out.json"))!;
        var resources = json["deployment"]!["resources"]!.AsArray();
        var one = resources.Single(resource => resource!["urn"]!.GetValue<string>().EndsWith("::one", StringComparison.Ordinal))!;
        var two = resources.Single(resource => resource!["urn"]!.GetValue<string>().EndsWith("::two", StringComparison.Ordinal))!;
        resources.Add(two.DeepClone());
        resources.Remove(one);
        resources.Add(one);
        two["deletedWith"] = "urn:pulumi:dev::proj::command:local:Command::nowhere";
        var other = one.DeepClone();
        other["urn"] = "urn:pulumi:prod::proj::command:local:Command::three";
        other["provider"] = "urn:pulumi:dev::proj::pulumi:providers:command::default::other-id";
        resources.Add(other);
        resources.Add(JsonNode.Parse("""{"urn":"nonsense","type":"a:b:c"}"""));
        resources.Add(JsonNode.Parse("""{"urn":"urn:pulumi:dev::proj::a:b:C::comp","type":"a:b:D","id":"i"}"""));
        await WriteAsync("out.json", json.ToJsonString());
        var before = await ReadAsync("state/dev.json");

        Assert.Equal(1, await ImportAsync());
        Assert.Contains("Nothing was changed", _engine.Error, StringComparison.Ordinal);
        Assert.Contains("\n  two (command:local:Command): stands there twice", _engine.Error, StringComparison.Ordinal);
        Assert.Contains("\n  two (command:local:Command): refers to one (command:local:Command), which comes after it", _engine.Error, StringComparison.Ordinal);
        Assert.Contains("refers to nowhere (command:local:Command), which is not there", _engine.Error, StringComparison.Ordinal);
        Assert.Contains("\n  three (command:local:Command): expected stack 'dev' of project 'proj', found stack 'prod' of project 'proj'", _engine.Error, StringComparison.Ordinal);
        Assert.Contains("refers to provider default (pulumi:providers:command) with id 'other-id', which comes after it or has another id", _engine.Error, StringComparison.Ordinal);
        Assert.Contains("'nonsense': expected urn:pulumi:STACK", _engine.Error, StringComparison.Ordinal);
        Assert.Contains("\n  comp (a:b:C): expected the type of its URN, found 'a:b:D'", _engine.Error, StringComparison.Ordinal);
        Assert.Contains("\n  comp (a:b:C): expected no id", _engine.Error, StringComparison.Ordinal);
        Assert.Equal(before, await ReadAsync("state/dev.json"));
    }

    [Fact]
    public async Task A_state_of_another_stack_is_one_problem_and_resources_with_one_name_are_told_apart()
    {
        await UpAsync();
        await _engine.RunAsync("state", "export", "dev", "--file", _engine["out.json"]);
        var exported = await ReadAsync("out.json");
        await WriteAsync("out.json", exported.Replace("urn:pulumi:dev::", "urn:pulumi:prod::", StringComparison.Ordinal));
        Assert.Equal(1, await ImportAsync());
        Assert.StartsWith(
            $"error: The state in {_engine["out.json"]} cannot be that of stack 'dev'. Nothing was changed.\n  ", _engine.Error, StringComparison.Ordinal);
        Assert.EndsWith(
            "(command:local:Command) and 1 more: expected stack 'dev' of project 'proj', found stack 'prod' of project 'proj'\n",
            _engine.Error, StringComparison.Ordinal);
        Assert.Equal(2, _engine.Error.TrimEnd('\n').Split('\n').Length);

        var json = JsonNode.Parse(exported)!;
        json["deployment"]!["resources"]!.AsArray().Add(
            JsonNode.Parse("""{"urn":"urn:pulumi:dev::proj::a:b:C$command:local:Command::one","type":"command:local:Command","id":"i"}"""));
        await WriteAsync("out.json", json.ToJsonString());
        Assert.Equal(1, await ImportAsync());
        Assert.Contains("\n  urn:pulumi:dev::proj::a:b:C$command:local:Command::one: expected no id", _engine.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_on_standard_input_is_said_of_standard_input()
    {
        await UpAsync();
        _engine.Piped = new StringReader("{");
        Assert.Equal(1, await _engine.RunAsync("state", "import", "dev"));
        Assert.StartsWith("error: The state on standard input is damaged: ", _engine.Error, StringComparison.Ordinal);
        _engine.Piped = new StringReader("""{"version":3,"deployment":{"resources":[{"urn":"nonsense","type":"a:b:c"}]}}""");
        Assert.Equal(1, await _engine.RunAsync("state", "import", "dev"));
        Assert.StartsWith("error: The state on standard input cannot be that of stack 'dev'", _engine.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "damaged")]
    [InlineData("{}", "not a deployment")]
    [InlineData("""{"version":4,"deployment":{}}""", "deployment format 4; this engine reads format 3")]
    [InlineData("""{"version":3,"deployment":{"resources":{}}}""", "\"resources\": expected a list")]
    [InlineData("""{"version":3,"deployment":{"secrets_providers":{"type":"cloud"}}}""", "its secrets are kept by 'cloud'")]
    public async Task What_is_no_deployment_is_refused(string text, string message)
    {
        await UpAsync();
        var before = await ReadAsync("state/dev.json");
        await WriteAsync("out.json", text);

        Assert.Equal(1, await ImportAsync());
        Assert.Contains(message, _engine.Error, StringComparison.Ordinal);
        Assert.Equal(before, await ReadAsync("state/dev.json"));
    }

    [Fact]
    public async Task Secrets_of_another_passphrase_are_refused()
    {
        await UpAsync();
        await _engine.RunAsync("state", "export", "dev", "--file", _engine["out.json"]);
        Directory.Delete(_engine.StateDirectory, recursive: true);

        _engine.Set("PULUMI_CONFIG_PASSPHRASE", "another");
        Assert.Equal(1, await ImportAsync());
        Assert.Contains("incorrect passphrase", _engine.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_engine.StatePath));
    }

    [Fact]
    public async Task Operations_that_were_cut_off_are_told_and_forgotten()
    {
        await UpAsync();
        await _engine.RunAsync("state", "export", "dev", "--file", _engine["out.json"]);
        var json = JsonNode.Parse(await ReadAsync("out.json"))!;
        json["deployment"]!["pending_operations"] = new JsonArray(new JsonObject
        {
            ["resource"] = json["deployment"]!["resources"]!.AsArray()[^1]!.DeepClone(),
            ["type"] = "creating",
        });
        await WriteAsync("out.json", json.ToJsonString());

        Assert.Equal(0, await ImportAsync());
        Assert.Contains("was being worked on (Creating)", _engine.Error, StringComparison.Ordinal);
        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes"));
        Assert.DoesNotContain("cut off", _engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_state_there_is_nothing_to_export_and_without_input_nothing_to_import()
    {
        _engine.Configure();
        Assert.Equal(1, await _engine.RunAsync("state", "export", "dev"));
        Assert.Contains("has no state yet", _engine.Error, StringComparison.Ordinal);
        Assert.Equal(1, await _engine.RunAsync("state", "import", "dev"));
        Assert.Contains("--file or on standard input", _engine.Error, StringComparison.Ordinal);
        Assert.Equal(1, await _engine.RunAsync("state", "import", "dev", "--file", _engine["nothing"]));
        Assert.Contains("Could not find file", _engine.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_engine.StateDirectory));
    }

    private async Task UpAsync()
    {
        _engine.Configure("  proj:token: hunter22\n  proj:commands: { one: echo first, two: echo second }");
        Assert.Equal(0, await _engine.RunAsync("up", "dev", "--yes"));
    }

    private Task<int> ImportAsync() => _engine.RunAsync("state", "import", "dev", "--file", _engine["out.json"]);

    private async Task<string> WithoutProviderAsync()
    {
        var json = JsonNode.Parse(await ReadAsync("out.json"))!;
        json["deployment"]!.AsObject().Remove("secrets_providers");
        await WriteAsync("out.json", json.ToJsonString());
        return _engine["out.json"];
    }

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(_engine[name], TestContext.Current.CancellationToken);

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(_engine[name], text, TestContext.Current.CancellationToken);
}
