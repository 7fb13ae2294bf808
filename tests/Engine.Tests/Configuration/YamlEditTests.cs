using CarbonioInfra.Engine.Configuration;
using CarbonioInfra.Engine.Values;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CarbonioInfra.Engine.Tests.Configuration;

public sealed class YamlEditTests
{
    private const string File = """
        # About this stack.
        encryptionsalt: v1:abc   # by pulumi
        config:
          # Where.
          p:platform: lab # here
          p:topology: # names
            mta: [mta1, "mta2"]
            # One alone.
            proxy:
            - proxy1
            - name: proxy2   # second
              size: 2

          p:text: |
            two
            lines
          p:empty:
          p:flow: {a: 1, b: {c: 2}}

        # The end.

        """;

    [Theory]
    [InlineData("config.p:platform", "existing", "p:platform: lab # here", "p:platform: existing # here")]
    [InlineData("config.p:empty", "x", "p:empty:", "p:empty: x")]
    [InlineData("config.p:text", "one", "p:text: |\n    two\n    lines", "p:text: one")]
    [InlineData("config.p:topology.mta[1]", "m", "\"mta2\"]", "m]")]
    [InlineData("config.p:topology.mta[2]", "m3", "\"mta2\"]", "\"mta2\", m3]")]
    [InlineData("config.p:topology.proxy[2]", "p3", "size: 2", "size: 2\n    - p3")]
    [InlineData("config.p:topology.proxy[0]", "first", "- proxy1", "- first")]
    [InlineData("config.p:topology.proxy[1].name", "p2", "proxy2   # second", "p2   # second")]
    [InlineData("config.p:topology.proxy[1].zone", "a", "size: 2", "size: 2\n      zone: a")]
    [InlineData("config.p:topology.video[0]", "v1", "size: 2", "size: 2\n    video:\n      - v1")]
    [InlineData("config.p:flow.b.d", "it, is", "{c: 2}", "{c: 2, d: \"it, is\"}")]
    [InlineData("config.p:new.deep", "x", "p:flow: {a: 1, b: {c: 2}}", "p:flow: {a: 1, b: {c: 2}}\n  p:new:\n    deep: x")]
    [InlineData("secretsprovider", "passphrase", "p:flow: {a: 1, b: {c: 2}}", "p:flow: {a: 1, b: {c: 2}}\nsecretsprovider: passphrase")]
    public void A_value_is_set_in_its_place_and_all_else_stays(string path, string value, string before, string after) =>
        Assert.Equal(File.Replace(before, after, StringComparison.Ordinal), Set(File, path, Text(value)));

    [Fact]
    public void A_secret_takes_a_line_of_its_own_as_pulumi_writes_it()
    {
        Assert.Equal(
            File.Replace("p:platform: lab # here", "p:platform: # here\n    secure: v1:A:B=", StringComparison.Ordinal),
            Set(File, "config.p:platform", Secret()));
        Assert.Equal(
            File.Replace("- proxy1", "- secure: v1:A:B=", StringComparison.Ordinal), Set(File, "config.p:topology.proxy[0]", Secret()));
        Assert.Equal(
            File.Replace("{c: 2}", "{c: {secure: v1:A:B=}}", StringComparison.Ordinal), Set(File, "config.p:flow.b.c", Secret()));
        var once = Set(File, "config.p:platform", Secret());
        Assert.Equal(File, Set(once, "config.p:platform", Text("lab")));
    }

    [Theory]
    [InlineData("config.p:platform", "  p:platform: lab # here\n", "")]
    [InlineData("config.p:text", "  p:text: |\n    two\n    lines\n", "")]
    [InlineData("config.p:topology.mta", "    mta: [mta1, \"mta2\"]\n", "")]
    [InlineData("config.p:topology.mta[0]", "[mta1, \"mta2\"]", "[\"mta2\"]")]
    [InlineData("config.p:topology.mta[1]", "[mta1, \"mta2\"]", "[mta1]")]
    [InlineData("config.p:topology.proxy[0]", "    - proxy1\n", "")]
    [InlineData("config.p:topology.proxy[1]", "    - name: proxy2   # second\n      size: 2\n", "")]
    [InlineData("config.p:topology.proxy[1].name", "name: proxy2   # second\n      size: 2", "size: 2")]
    [InlineData("config.p:flow.b.c", "b: {c: 2}", "b: {}")]
    [InlineData("encryptionsalt", "encryptionsalt: v1:abc   # by pulumi\n", "")]
    public void A_value_is_removed_and_all_else_stays(string path, string before, string after) =>
        Assert.Equal(File.Replace(before, after, StringComparison.Ordinal), YamlEdit.Remove(File, PropertyPath.Parse(path).Segments));

    [Theory]
    [InlineData("", "config:\n  p:a: x\n")]
    [InlineData("# only a comment", "# only a comment\nconfig:\n  p:a: x\n")]
    [InlineData("config:\n", "config:\n  p:a: x\n")]
    [InlineData("config: {}\n", "config:\n  p:a: x\n")]
    [InlineData("config: # settings\n", "config: # settings\n  p:a: x\n")]
    [InlineData("config:\n    p:b: 1", "config:\n    p:b: 1\n    p:a: x")]
    [InlineData("config:\r\n  p:b: 1\r\n", "config:\r\n  p:b: 1\r\n  p:a: x\r\n")]
    public void An_empty_file_and_other_indents_and_newlines_are_followed(string text, string expected) =>
        Assert.Equal(expected, Set(text, "config.p:a", Text("x")));

    [Fact]
    public void The_last_entry_of_a_block_leaves_an_empty_one() => Assert.Equal(
        "config: {}\nother: 1\n", YamlEdit.Remove("config:\n  p:a: 1\nother: 1\n", PropertyPath.Parse("config.p:a").Segments));

    [Theory]
    [InlineData("true", "\"true\"")]
    [InlineData("007", "\"007\"")]
    [InlineData("1.5", "\"1.5\"")]
    [InlineData("2026-01-01", "\"2026-01-01\"")]
    [InlineData("null", "\"null\"")]
    [InlineData("", "\"\"")]
    [InlineData("a: b", "\"a: b\"")]
    [InlineData("a #b", "\"a #b\"")]
    [InlineData(" a", "\" a\"")]
    [InlineData("*a", "\"*a\"")]
    [InlineData("two\nlines", "\"two\\nlines\"")]
    [InlineData("say \"it\"", "say \"it\"")]
    [InlineData("10.0.0.1/24", "10.0.0.1/24")]
    [InlineData("ssh-ed25519 AAAA+/= a@b", "ssh-ed25519 AAAA+/= a@b")]
    [InlineData("grüße", "grüße")]
    public void Texts_that_could_be_taken_for_something_else_are_quoted(string value, string written) =>
        Assert.Equal($"a: {written}\n", Set("a: 1\n", "a", Text(value)));

    [Theory]
    [InlineData("config.p:platform.x", "config.p:platform: expected a mapping, found 'lab'")]
    [InlineData("config.p:topology.mta[5]", "config.p:topology.mta: expected an index from 0 to 2, found 5")]
    [InlineData("config.p:topology.mta.x", "config.p:topology.mta: expected a mapping, found a list")]
    [InlineData("config.p:new[1]", "[1]: there is no list yet")]
    public void A_place_that_cannot_be_is_refused(string path, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => Set(File, path, Text("x"))).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_not_there_cannot_be_removed() =>
        Assert.Throws<FormatException>(() => YamlEdit.Remove(File, PropertyPath.Parse("config.p:nothing").Segments));

    [Fact]
    public void A_way_of_writing_that_would_be_lost_is_refused_rather_than_guessed_at() => Assert.Contains(
        "edit it by hand",
        Assert.Throws<FormatException>(() => Set("a: &x 1\nb: *x\n", "a", Text("y"))).Message, StringComparison.Ordinal);

    private static string Set(string text, string path, YamlNode value) => YamlEdit.Set(text, PropertyPath.Parse(path).Segments, value);

    private static YamlScalarNode Text(string value) => new(value) { Style = ScalarStyle.DoubleQuoted };

    private static YamlMappingNode Secret() => new(new YamlScalarNode("secure"), new YamlScalarNode("v1:A:B=") { Style = ScalarStyle.Plain });
}
