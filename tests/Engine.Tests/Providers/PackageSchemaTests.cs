using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Providers;

public sealed class PackageSchemaTests : IDisposable
{
    private const string Schema = """
        {
          "name": "cloud",
          "types": {
            "cloud:vm/disk:disk": {
              "properties": {
                "size": { "type": "integer", "default": 8 },
                "store": { "type": "string", "willReplaceOnChanges": true }
              }
            }
          },
          "resources": {
            "cloud:vm/machine:Machine": {
              "inputProperties": {
                "image": { "type": "string", "willReplaceOnChanges": true },
                "size": { "type": "string", "default": "small" },
                "boot": { "$ref": "#/types/cloud:vm%2Fdisk:disk" },
                "disks": { "type": "array", "items": { "$ref": "#/types/cloud:vm%2Fdisk:disk" } }
              }
            }
          }
        }
        """;

    private const string Type = "cloud:vm/machine:Machine";

    private readonly TemporaryFolder _folder = new();
    private UnprovidedPackage Package => new("cloud", PackageSchema.Read(_folder.Write("schema.json", Schema)));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fills_in_defaults_also_in_objects_that_are_present() => Assert.Equal(
        PropertyMap.Of(("image", "i"), ("size", "small"), ("boot", PropertyMap.Of(("store", "s"), ("size", 8)))),
        Package.Check(new("", Type, "m", PropertyMap.Empty,
            PropertyMap.Of(("image", "i"), ("boot", PropertyMap.Of(("store", "s")))))).Inputs);

    [Theory]
    [InlineData("image", DiffKind.Replace)]
    [InlineData("size", DiffKind.Update)]
    [InlineData("new", DiffKind.Update)]
    public void Tells_replacement_from_update(string property, DiffKind expected) => Assert.Equal(
        expected, Diff(PropertyMap.Of((property, "a")), PropertyMap.Of((property, "b"))));

    [Theory]
    [InlineData("store", DiffKind.Replace)]
    [InlineData("size", DiffKind.Update)]
    public void Tells_replacement_from_update_inside_objects_and_lists(string property, DiffKind expected)
    {
        static PropertyMap Disk(string property, string value) => PropertyMap.Of((property, value));

        Assert.Equal(expected, Diff(PropertyMap.Of(("boot", Disk(property, "a"))), PropertyMap.Of(("boot", Disk(property, "b")))));
        Assert.Equal(expected, Diff(
            PropertyMap.Of(("disks", PropertyValue.ListOf(Disk(property, "a")))),
            PropertyMap.Of(("disks", PropertyValue.ListOf(Disk(property, "b"))))));
    }

    [Fact]
    public void Without_schema_every_difference_is_an_update()
    {
        var diff = new UnprovidedPackage("cloud", null).Diff(
            new("", new(Type, "i", PropertyMap.Of(("image", "a")), PropertyMap.Empty), PropertyMap.Of(("image", "b")), []));

        Assert.Equal(DiffKind.Update, diff.Kind);
    }

    [Fact]
    public async Task Cannot_apply()
    {
        var error = await Assert.ThrowsAsync<ProviderException>(() => Package.CreateAsync(
            new("", Type, "m", new RecordingLog()), PropertyMap.Empty, TestContext.Current.CancellationToken));

        Assert.Contains("'cloud'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_schema_is_refused_by_name()
    {
        var path = _folder.Write("broken.json", "{");

        Assert.Contains(path, Assert.Throws<EngineException>(() => PackageSchema.Read(path)).Message, StringComparison.Ordinal);
    }

    private DiffKind Diff(PropertyMap old, PropertyMap @new) =>
        Package.Diff(new("", new(Type, "i", old, PropertyMap.Empty), @new, [])).Kind;
}
