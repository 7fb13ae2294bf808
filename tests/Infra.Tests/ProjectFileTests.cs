using System.Text.Json;
using CarbonioInfra.Components.Topologies;
using YamlDotNet.Serialization;

namespace CarbonioInfra.Infra.Tests;

public sealed class ProjectFileTests
{
    private static readonly Dictionary<string, object> Project = Yaml("Pulumi.yaml");

    [Fact]
    public void The_project_is_where_Pulumi_looks_for_it()
    {
        Assert.Equal("carbonio-infra", Project["name"]);
        Assert.Equal("dotnet", Project["runtime"]);
        Assert.Equal("infra", Project["main"]);
        Assert.Equal("stacks", Project["stackConfigDir"]);
    }

    [Fact]
    public void Every_setting_has_a_type_and_a_description()
    {
        Assert.All(Settings(), setting =>
        {
            Assert.Contains((string)setting.Value["type"], (string[])["string", "integer", "boolean", "array", "object"]);
            Assert.True(((string)setting.Value["description"]).Length > 20, setting.Key);
        });
    }

    [Fact]
    public void The_default_topology_is_that_of_the_library()
    {
        var groups = (Dictionary<object, object>)Settings()["topology"]["default"];
        var expected = NodeGroups.HighAvailability;

        Assert.Equal(
            JsonSerializer.Serialize(new
            {
                cluster = expected.Cluster,
                mta = expected.Mta,
                proxy = expected.Proxy,
                mailstore = expected.Mailstore,
                collaboration = expected.Collaboration,
                video = expected.Video,
            }),
            JsonSerializer.Serialize(groups));
    }

    [Fact]
    public void Stack_files_set_only_what_the_project_knows()
    {
        var known = Settings().Keys.Select(key => $"carbonio-infra:{key}").ToArray();

        Assert.All(Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "stacks")), file =>
            Assert.Subset(known.ToHashSet(), ((Dictionary<object, object>)Yaml(file)["config"]).Keys.Cast<string>().ToHashSet()));
    }

    private static Dictionary<string, Dictionary<object, object>> Settings() =>
        ((Dictionary<object, object>)Project["config"]).ToDictionary(
            entry => (string)entry.Key, entry => (Dictionary<object, object>)entry.Value);

    private static Dictionary<string, object> Yaml(string path) =>
        new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, path)));
}
