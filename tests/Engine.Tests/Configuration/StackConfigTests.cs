using CarbonioInfra.Engine.Configuration;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Configuration;

public sealed class StackConfigTests : IDisposable
{
    private const string Project = """
        name: carbonio
        runtime: dotnet
        main: infra
        stackConfigDir: stacks
        config:
          domain:
            type: string
            description: The mail domain.
          replicas: { type: integer, default: 2 }
          debug: { type: boolean, default: false }
          names: { type: array, items: { type: string }, default: [] }
          sizes: { type: object, default: {} }
          token: { type: string, secret: true, default: "" }
          aws:region: { value: eu-central-1 }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Stack_values_go_before_defaults_and_structures_travel_as_json()
    {
        var config = Resolve("""
            config:
              carbonio:domain: example.com
              carbonio:names: [a, "1", 2, true]
              carbonio:sizes: { big: { gib: 1.5 }, text: "no" }
              other:key: 007
            """);

        Assert.Equal(
            [
                "aws:region=eu-central-1", "carbonio:debug=false", "carbonio:domain=example.com",
                "carbonio:names=[\"a\",\"1\",2,true]", "carbonio:replicas=2",
                "carbonio:sizes={\"big\":{\"gib\":1.5},\"text\":\"no\"}", "carbonio:token=", "other:key=007",
            ],
            config.Values.Select(entry => $"{entry.Key}={entry.Value.Text}"));
        Assert.Equal(["carbonio:token"], config.SecretKeys);
    }

    [Fact]
    public void Secure_values_are_decrypted_at_any_depth_and_marked()
    {
        var config = Resolve("""
            config:
              carbonio:domain: { secure: v1:abc }
              carbonio:sizes: { inner: { secure: v1:def } }
            """);

        Assert.Equal("open abc", config.Values["carbonio:domain"].Text);
        Assert.Equal("{\"inner\":\"open def\"}", config.Values["carbonio:sizes"].Text);
        Assert.Equal(["carbonio:domain", "carbonio:sizes", "carbonio:token"], config.SecretKeys);
    }

    [Fact]
    public void All_problems_are_told_at_once_by_key_and_line()
    {
        var config = Resolve("""
            config:
              carbonio:replicas: many
              carbonio:debug: [1]
              carbonio:names: [a, {}]
              carbonio:replicsa: 3
            """);
        var error = Assert.Throws<EngineException>(config.WithoutProblems);

        Assert.Contains(":5: 'carbonio:replicsa' is no setting of the project; similar: replicas", error.Message, StringComparison.Ordinal);
        Assert.Contains("'carbonio:domain' is missing (The mail domain)", error.Message, StringComparison.Ordinal);
        Assert.Contains("Pulumi.dev.yaml:2: 'carbonio:replicas': expected a whole number, found 'many'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Pulumi.dev.yaml:3: 'carbonio:debug': expected true or false, found a list", error.Message, StringComparison.Ordinal);
        Assert.Contains("Pulumi.dev.yaml:4: 'carbonio:names': item 1: expected a text, found a mapping", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_come_in_the_order_of_the_file_and_the_settings_are_listed_once()
    {
        var config = Resolve("""
            config:
              zzz: 1
              replicas: many
              aaa: 1
              debug: maybe
              domian: a.test
            """);
        var error = Assert.Throws<EngineException>(config.WithoutProblems);

        Assert.Equal(
            [
                "The configuration of stack 'dev' cannot be used:",
                ": 'carbonio:domain' is missing (The mail domain)",
                ":2: 'carbonio:zzz' is no setting of the project; there are domain, replicas, debug, names, sizes, token, aws:region",
                ":3: 'carbonio:replicas': expected a whole number, found 'many'",
                ":4: 'carbonio:aaa' is no setting of the project",
                ":5: 'carbonio:debug': expected true or false, found 'maybe'",
                ":6: 'carbonio:domian' is no setting of the project; similar: domain",
            ],
            error.Message.Replace(_folder["stacks/Pulumi.dev.yaml"], "", StringComparison.Ordinal).Split('\n').Select(line => line.Trim()));
    }

    [Fact]
    public void A_program_with_a_mistyped_setting_sees_it_and_only_problems_it_does_not_name_are_added()
    {
        var config = Resolve("""
            config:
              carbonio:domain: example.com
              carbonio:replicas: many
              carbonio:names: none
            """);

        Assert.Equal("many", config.Values["carbonio:replicas"].Text);
        Assert.Null(config.ReportBeside(["carbonio:replicas: expected 2 to 9, found 'many'", "carbonio:names[0] is bad"]));
        var rest = config.ReportBeside(["carbonio:namesake: other", "carbonio:replicas: expected 2 to 9, found 'many'"]);
        Assert.Contains("'carbonio:names': expected a list, found 'none'", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("replicas", rest, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_stack_lists_the_known_ones()
    {
        _folder.Write("Pulumi.yaml", Project);
        _folder.Write("stacks/Pulumi.prod.yaml", "");
        _folder.Write("stacks/Pulumi.lab.yaml", "");

        Assert.Contains("Known stacks: lab, prod.", Refused("dev"), StringComparison.Ordinal);
        Assert.Contains("Known stacks: lab, prod.", Refused("../lab"), StringComparison.Ordinal);

        string Refused(string stack) =>
            Assert.Throws<EngineException>(() => StackFile.Read(ProjectFile.Read(_folder.Path), stack)).Message;
    }

    [Theory]
    [InlineData("config: [", ":1:")]
    [InlineData("config: 5", ":1: config: expected a mapping, found '5'")]
    [InlineData("config:\n  carbonio:domain: a.test\n\tcarbonio:debug: true\n", ":3:1: expected spaces as indentation, found a tab")]
    [InlineData("config:\n  carbonio:domain: a.test\n  carbonio:sizes:\n  \tbig: 1\n", ":4:3: expected spaces as indentation, found a tab")]
    [InlineData("config:\n  carbonio:names:\n  - a\tb\n\t- c\n", ":4:1: expected spaces as indentation, found a tab")]
    [InlineData("- a", ":1: expected a mapping (key: value), found a list")]
    [InlineData("secretsprovider: awskms://x", "found 'awskms://x'")]
    public void Yaml_problems_name_file_and_line(string content, string expected)
    {
        var error = Assert.Throws<EngineException>(() => Resolve(content).WithoutProblems());

        Assert.Contains("Pulumi.dev.yaml", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_without_project_is_told() => Assert.Contains(
        "Pulumi.yaml does not exist",
        Assert.Throws<EngineException>(() => ProjectFile.Read(_folder.Path)).Message, StringComparison.Ordinal);

    [Fact]
    public void Directories_are_relative_to_the_project()
    {
        _folder.Write("Pulumi.yaml", Project);
        var project = ProjectFile.Read(_folder.Path);

        Assert.Equal((_folder["infra"], _folder["stacks"]), (project.ProgramDirectory, project.StackDirectory));
    }

    [Fact]
    public void The_passphrase_comes_from_the_variable_or_the_named_file()
    {
        var file = _folder.Write("pass", "from file\n");

        Assert.Equal("direct", Passphrase.FromEnvironment(name => name == "PULUMI_CONFIG_PASSPHRASE" ? "direct" : file));
        Assert.Equal("from file", Passphrase.FromEnvironment(name => name == "PULUMI_CONFIG_PASSPHRASE_FILE" ? file : null));
        Assert.Null(Passphrase.FromEnvironment(_ => null));
        Assert.Contains("/nowhere", Assert.Throws<EngineException>(() =>
            Passphrase.FromEnvironment(name => name == "PULUMI_CONFIG_PASSPHRASE_FILE" ? "/nowhere" : null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_wrong_with_a_stack_file_is_told_at_once_by_line()
    {
        var error = Assert.Throws<EngineException>(() => Resolve("""
            secretsprovider: awskms://alias/x
            encryptedkey: AQECAH
            encryptionsalt: [1]
            environment:
              - base
            carbonio:domain: example.com
            config:
              replicas: many
              carbonio:replicas: 2
            """));

        Assert.Equal(
            [
                "The file of stack 'dev' cannot be used:",
                ":1: secretsprovider: expected passphrase, the only one that this engine has, found 'awskms://alias/x'; use the pulumi CLI for this stack",
                ":2: encryptedkey: belongs to a service that this engine does not reach; use the pulumi CLI for this stack",
                ":3: encryptionsalt: expected a text, found a list",
                ":4: environment: belongs to a service that this engine does not reach; use the pulumi CLI for this stack",
                ":6: 'carbonio:domain' is no key of a stack file; there are config, encryptionsalt, secretsprovider, encryptedkey, environment; "
                    + "a setting stands below config",
                ":9: 'carbonio:replicas' stands there twice, in short and in full",
                ": 'carbonio:domain' is missing (The mail domain)",
                ":8: 'carbonio:replicas': expected a whole number, found 'many'",
            ],
            error.Message.Replace(_folder["stacks/Pulumi.dev.yaml"], "", StringComparison.Ordinal).Split('\n').Select(line => line.Trim()));
    }

    [Theory]
    [InlineData("secretsprovider: passphrase\n")]
    [InlineData("secretsprovider: default\nencryptedkey: ''\nenvironment:\n")]
    public void Keys_of_the_official_file_that_need_nothing_else_are_taken(string more) =>
        Assert.Equal("a.test", Resolve(more + "config:\n  domain: a.test\n").Values["carbonio:domain"].Text);

    private StackConfig Resolve(string stack)
    {
        _folder.Write("Pulumi.yaml", Project);
        _folder.Write("stacks/Pulumi.dev.yaml", stack);
        var project = ProjectFile.Read(_folder.Path);
        return StackConfig.Resolve(project, StackFile.Read(project, "dev"), new OpeningCrypter());
    }

    private sealed class OpeningCrypter : ISecretCrypter
    {
        public string Encrypt(string plaintext) => throw new NotSupportedException();

        public string Decrypt(string ciphertext) => ciphertext.Replace("v1:", "open ", StringComparison.Ordinal);
    }
}
