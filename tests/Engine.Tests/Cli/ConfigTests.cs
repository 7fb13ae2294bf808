using System.Text.Json;
using CarbonioInfra.Engine.Configuration;

namespace CarbonioInfra.Engine.Tests.Cli;

/// <summary>The verbs of <c>config</c> on real files.</summary>
public sealed class ConfigTests : IDisposable
{
    private const string Project = """
        name: proj
        runtime: dotnet
        stackConfigDir: stacks
        config:
          platform: { type: string, description: Where. }
          domain: { type: string, default: a.test }
          replicas: { type: integer, default: 2 }
          debug: { type: boolean, default: false }
          names: { type: array, items: { type: string }, default: [] }
          sizes: { type: object, default: {} }
          token: { type: string, default: "" }
          pin: { type: string, default: "", description: "For doors, secret: four digits." }
        """;

    private const string Stack = """
        # Ours.
        config:
          proj:platform: existing # machines
          # Who.
          replicas: 3

        """;

    private readonly EngineFixture _engine = new();

    public ConfigTests()
    {
        File.WriteAllText(_engine["Pulumi.yaml"], Project);
        Directory.CreateDirectory(_engine["stacks"]);
        File.WriteAllText(StackPath, Stack);
        File.SetUnixFileMode(StackPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        _engine.Set("PULUMI_CONFIG_PASSPHRASE", "pass");
    }

    private string StackPath => _engine["stacks/Pulumi.dev.yaml"];

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Set_keeps_what_people_wrote_and_who_may_read_it()
    {
        await SucceedAsync("config", "set", "dev", "domain", "b.test");
        await SucceedAsync("config", "set", "dev", "proj:replicas", "4");
        await SucceedAsync("config", "set", "dev", "debug", "true");
        await SucceedAsync("config", "set", "dev", "token", "true");
        await SucceedAsync("config", "set", "dev", "names", "[a, \"1\"]");
        await SucceedAsync("config", "set", "dev", "--path", "sizes.big.gib", "10");
        await SucceedAsync("config", "set", "dev", "--path", "names[1]", "b");
        await SucceedAsync("config", "set", "dev", "aws:region", "eu-central-1");

        Assert.Equal(
            """
            # Ours.
            config:
              proj:platform: existing # machines
              # Who.
              replicas: 4
              proj:domain: b.test
              proj:debug: true
              proj:token: "true"
              proj:names:
                - a
                - b
              proj:sizes:
                big:
                  gib: 10
              aws:region: eu-central-1

            """, await StackFileAsync());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(StackPath));
        Assert.False(Directory.Exists(_engine.StateDirectory));
    }

    [Theory]
    [InlineData("'proj:replicas': expected a whole number, found 'many'. Nothing was changed.", "replicas", "many")]
    [InlineData("'proj:debug': expected true or false, found 'yes'", "debug", "yes")]
    [InlineData("'proj:names': expected a list, found 'a'", "names", "a")]
    [InlineData("'proj:names': item 1: expected a text, found a mapping", "names", "[a, {b: 1}]")]
    [InlineData("'proj:sizes': expected a mapping as YAML or JSON", "sizes", "{a: ")]
    [InlineData("'proj:domian' is no setting of the project; similar: domain. Nothing was changed.", "domian", "x")]
    [InlineData("'proj:nonsense' is no setting of the project; there are platform, domain, replicas", "nonsense", "x")]
    [InlineData("'a:b:c' is no key of a setting", "a:b:c", "x")]
    [InlineData("'' is no key of a setting", "", "x")]
    [InlineData("'sizes[' is no key of a setting", "sizes[", "x", "--path")]
    [InlineData("config.proj:platform: expected a mapping, found 'existing'", "platform.x", "x", "--path")]
    [InlineData("'proj:token' is secret: give --secret", "token", "-----BEGIN OPENSSH PRIVATE KEY-----")]
    [InlineData("config set dev proj:pin --secret <FILE", "pin", "1234")]
    public async Task What_the_project_does_not_declare_is_refused_and_nothing_is_written(string message, string key, string value, params string[] more)
    {
        Assert.Equal(1, await _engine.RunAsync(["config", "set", "dev", .. more, "--", key, value]));
        Assert.Contains(message, _engine.Error, StringComparison.Ordinal);
        Assert.Equal(Stack, await StackFileAsync());
    }

    [Fact]
    public async Task A_secret_comes_from_standard_input_and_is_written_as_pulumi_writes_it()
    {
        _engine.Piped = new StringReader("hunter22\n");
        await SucceedAsync("config", "set", "dev", "token", "--secret");

        var text = await StackFileAsync();
        Assert.DoesNotContain("hunter22", text, StringComparison.Ordinal);
        Assert.Matches("\n  proj:token:\n    secure: v1:[A-Za-z0-9+/]{16}:[A-Za-z0-9+/=]+\nencryptionsalt: v1:[A-Za-z0-9+/=]{12}:v1:[A-Za-z0-9+/]{16}:[A-Za-z0-9+/=]+\n$", text);
        await SucceedAsync("config", "get", "dev", "token");
        Assert.Equal("hunter22\n", _engine.Output);

        // The next secret is of the same key.
        _engine.Piped = new StringReader("more");
        await SucceedAsync("config", "set", "dev", "sizes.inner", "--secret", "--path");
        await SucceedAsync("config", "get", "dev", "sizes");
        Assert.Equal("{\"inner\":\"more\"}\n", _engine.Output);
        Assert.Equal(SaltOf(text), SaltOf(await StackFileAsync()));
        _engine.Set("PULUMI_CONFIG_PASSPHRASE", "wrong");
        Assert.Equal(1, await _engine.RunAsync("config", "set", "dev", "token", "x", "--secret"));
        Assert.Contains("incorrect passphrase", _engine.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_pulumi_encrypted_opens()
    {
        // The salt's own check value, made by Pulumi with the passphrase "password", is a ciphertext of the text "pulumi".
        const string Check = "v1:F+6ZduKKd8G0/V7L:PGMFeIzwobWRKmEAzUdaQHqC5mMRIQ==";
        await File.WriteAllTextAsync(StackPath,
            $"encryptionsalt: v1:fozI5u6B030=:{Check}\nconfig:\n  proj:platform: existing\n  proj:token:\n    secure: {Check}\n",
            TestContext.Current.CancellationToken);
        _engine.Set("PULUMI_CONFIG_PASSPHRASE", "password");

        await SucceedAsync("config", "get", "dev", "token");
        Assert.Equal("pulumi\n", _engine.Output);
    }

    [Fact]
    public async Task At_a_terminal_a_secret_is_asked_for_hidden()
    {
        var asked = new List<(string, bool)>();
        _engine.Ask = (question, hidden) =>
        {
            asked.Add((question, hidden));
            return "typed";
        };
        await SucceedAsync("config", "set", "dev", "token", "--secret");
        await SucceedAsync("config", "set", "dev", "domain");

        Assert.Equal([("proj:token:", true), ("proj:domain:", false)], asked);
        await SucceedAsync("config", "get", "dev", "token");
        Assert.Equal("typed\n", _engine.Output);
    }

    [Fact]
    public async Task Without_a_value_anywhere_nothing_is_set()
    {
        _engine.Piped = new StringReader("");
        Assert.Equal(1, await _engine.RunAsync("config", "set", "dev", "domain"));
        Assert.Contains("'proj:domain': expected a value as argument or on standard input", _engine.Error, StringComparison.Ordinal);
        Assert.Equal(Stack, await StackFileAsync());
    }

    [Fact]
    public async Task A_secret_of_a_lab_needs_a_passphrase_that_others_can_have()
    {
        using var engine = new EngineFixture();
        engine.Configure();
        engine.Piped = new StringReader("hunter22");
        Assert.Equal(1, await engine.RunAsync("config", "set", "dev", "token", "--secret"));
        Assert.Contains("A lab's own passphrase never leaves this machine", engine.Error, StringComparison.Ordinal);

        engine.Set("PULUMI_CONFIG_PASSPHRASE", "everybody's");
        engine.Piped = new StringReader("hunter22");
        Assert.Equal(0, await engine.RunAsync("config", "set", "dev", "token", "--secret"));
        Assert.Equal(0, await engine.RunAsync("config", "get", "dev", "token"));
        Assert.Equal("hunter22\n", engine.Output);
    }

    [Fact]
    public async Task The_list_has_the_defaults_too_and_masks_secrets_until_asked()
    {
        _engine.Piped = new StringReader("hunter22");
        await SucceedAsync("config", "set", "dev", "token", "--secret");

        await SucceedAsync("config", "dev");
        Assert.Equal(
            ["debug     false", "domain    a.test", "names     []", "pin       ", "platform  existing", "replicas  3", "sizes     {}", "token     [secret]"],
            _engine.Output.TrimEnd().Split('\n'));
        _engine.Set("PULUMI_CONFIG_PASSPHRASE", "wrong");
        await SucceedAsync("config", "dev");
        _engine.Set("PULUMI_CONFIG_PASSPHRASE", "pass");
        await SucceedAsync("config", "dev", "--json");
        using (var json = JsonDocument.Parse(_engine.Output))
        {
            Assert.Equal("existing", json.RootElement.GetProperty("proj:platform").GetProperty("value").GetString());
            Assert.Equal(JsonValueKind.Array, json.RootElement.GetProperty("proj:names").GetProperty("objectValue").ValueKind);
            Assert.True(json.RootElement.GetProperty("proj:token").GetProperty("secret").GetBoolean());
            Assert.False(json.RootElement.GetProperty("proj:token").TryGetProperty("value", out _));
        }

        await SucceedAsync("config", "dev", "--json", "--show-secrets");
        Assert.Contains("\"value\": \"hunter22\"", _engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rm_takes_out_a_setting_or_a_part_of_one()
    {
        await SucceedAsync("config", "set", "dev", "names", "[a, b]");
        await SucceedAsync("config", "rm", "dev", "names[0]", "--path");
        await SucceedAsync("config", "get", "dev", "names");
        Assert.Equal("[\"b\"]\n", _engine.Output);
        await SucceedAsync("config", "rm", "dev", "proj:names");
        Assert.Equal(Stack, await StackFileAsync());

        Assert.Equal(1, await _engine.RunAsync("config", "rm", "dev", "names"));
        Assert.Contains("there is no such value", _engine.Error, StringComparison.Ordinal);
        Assert.Equal(1, await _engine.RunAsync("config", "get", "dev", "nothing"));
        Assert.Contains("has no value of 'nothing'", _engine.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config")]
    [InlineData("config", "nosuch")]
    [InlineData("config", "set", "dev")]
    [InlineData("config", "set", "nosuch", "domain", "x")]
    [InlineData("config", "set", "dev", "domain", "x", "y")]
    [InlineData("config", "rm", "dev")]
    public async Task Incomplete_command_lines_are_refused(params string[] arguments)
    {
        Assert.Equal(1, await _engine.RunAsync(arguments));
        Assert.StartsWith("error: ", _engine.Error, StringComparison.Ordinal);
        Assert.Equal(Stack, await StackFileAsync());
    }

    [Fact]
    public async Task A_path_into_a_default_keeps_the_rest_of_it()
    {
        await File.WriteAllTextAsync(_engine["Pulumi.yaml"],
            Project.Replace("type: object, default: {}", "type: object, default: { small: [a], big: [b, c] }", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);

        await SucceedAsync("config", "set", "dev", "--path", "sizes.big[1]", "d");
        await SucceedAsync("config", "get", "dev", "sizes");

        Assert.Equal("""{"small":["a"],"big":["b","d"]}""", _engine.Output.Trim());
    }

    [Fact]
    public async Task Edits_at_the_same_time_are_all_kept()
    {
        var numbers = Enumerable.Range(0, 16).ToList();
        var exits = await Task.WhenAll(numbers.Select(number => Task.Run(
            () => _engine.RunAsync("config", "set", "dev", "--path", $"sizes.k{number}", "x"))));

        Assert.All(exits, exit => Assert.Equal(0, exit));
        Assert.Equal(numbers.Select(number => $"k{number}: x").Order(StringComparer.Ordinal),
            (await StackFileAsync()).Split('\n').Select(line => line.Trim()).Where(line => line.EndsWith(": x", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Secrets_set_at_the_same_time_are_of_one_key()
    {
        await Task.WhenAll(((string[])["token", "pin"]).Select(key => Task.Run(
            () => _engine.RunAsync("config", "set", "dev", "--secret", key, $"value of {key}"))));

        foreach (var key in (string[])["token", "pin"])
        {
            await SucceedAsync("config", "get", "dev", key);
            Assert.Equal($"value of {key}\n", _engine.Output);
        }
    }

    private static string? SaltOf(string text) => YamlFile.Parse("x", text) is var file ? file.Text(file.Root, "encryptionsalt") : null;

    private async Task SucceedAsync(params string[] arguments)
    {
        var exit = await _engine.RunAsync(arguments);
        Assert.True(exit == 0, _engine.Error);
    }

    private Task<string> StackFileAsync() => File.ReadAllTextAsync(StackPath, TestContext.Current.CancellationToken);
}
