using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CarbonioInfra.Lab.Tests.EndToEnd.Secrets;

/// <summary>What the search recognizes, and what it leaves alone.</summary>
public sealed class SecretSearchTests : IDisposable
{
    private const string Text = "it's a \"secret\" <text> & $more\nwith a second line";

    private readonly string _folder = Directory.CreateTempSubdirectory("carbonio-secret-search-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, string> Written() => new()
    {
        { "as it is", Text },
        { "its second line", "...with a second line..." },
        { "base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(Text)) },
        { "base64 behind one byte", Convert.ToBase64String(Encoding.UTF8.GetBytes(":" + Text)) },
        { "base64 behind two bytes", Convert.ToBase64String(Encoding.UTF8.GetBytes("u:" + Text)) },
        { "wrapped base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('x', 30) + Text), Base64FormattingOptions.InsertLineBreaks) },
        { "hexadecimal", Convert.ToHexString(Encoding.UTF8.GetBytes(Text)) },
        { "small hexadecimal", Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Text)) },
        { "JSON", JsonSerializer.Serialize(Text) },
        { "JSON in JSON", JsonSerializer.Serialize(JsonSerializer.Serialize(Text)) },
        { "shell quotes", $"'{Text.Replace("'", @"'\''", StringComparison.Ordinal)}'" },
        { "URL", Uri.EscapeDataString(Text) },
        { "UTF-16", Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(Text)) },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void A_secret_is_found_however_it_is_written(string way, string written)
    {
        var found = Assert.Single(Search("token", Text).In($"before {written} behind"));

        Assert.True(found.Secret == "token", way);
    }

    [Fact]
    public void A_secret_across_blocks_is_found()
    {
        var text = new string('x', (1 << 20) - 5) + "with a second line";

        Assert.Single(Search("token", "with a second line").In(text));
    }

    [Fact]
    public void Other_texts_are_none() => Assert.Empty(Search("token", Text).In("with a first line, and all else one could say"));

    /// <summary>Public keys, the other keys of a machine and the frame of a key's file are no secrets.</summary>
    [Fact]
    public void Of_an_SSH_key_the_seed_is_found_in_every_form_and_nothing_public_is()
    {
        var (mine, other) = (Key("mine"), Key("other"));
        var search = new SecretSearch([Secret.FromSshKey("key", mine.Private)]);

        Assert.Empty(search.In(mine.Public + other.Private + other.Public));
        Assert.Equal(("key", "base64, plain"), Assert.Single(search.In(mine.Private)));
        Assert.Single(search.In(Convert.ToBase64String(Encoding.ASCII.GetBytes(mine.Private))));
        Assert.Single(search.In(JsonSerializer.Serialize(mine.Private)));
        var content = Convert.FromBase64String(string.Concat(mine.Private.Split('\n').Where(line => !line.StartsWith('-'))));
        Assert.Single(search.In(new MemoryStream(content)));
        Assert.Single(search.In(Convert.ToHexStringLower(content)));
    }

    [Fact]
    public void Of_a_key_in_PEM_the_private_number_is_found_in_every_form_and_nothing_public_is()
    {
        using var mine = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = mine.ExportPkcs8PrivateKeyPem();
        var search = new SecretSearch([Secret.FromPem("key", pem)]);

        Assert.Empty(search.In(mine.ExportSubjectPublicKeyInfoPem() + other.ExportPkcs8PrivateKeyPem()));
        Assert.Equal(("key", "base64, plain"), Assert.Single(search.In(pem)));
        Assert.Single(search.In(Convert.ToBase64String(Encoding.ASCII.GetBytes(pem))));
        Assert.Single(search.In(JsonSerializer.Serialize(pem)));
        Assert.Single(search.In(new MemoryStream(mine.ExportPkcs8PrivateKey())));
        Assert.Single(search.In(Convert.ToHexString(mine.ExportECPrivateKey())));
    }

    [Fact]
    public void Files_are_found_with_mode_and_owner_and_by_their_names()
    {
        var since = DateTimeOffset.UtcNow;
        var search = Search("token", "with a second line");
        Shell("mkdir left-out; echo with a second line | tee open private other left-out/file >/dev/null; "
            + "chmod 600 private other; chown daemon: other; touch 'with a second line'; ln -s 'with a second line' link; touch -d '2 years ago' open");

        var (found, files) = FileSearch.In(search, "host:/", _folder + "/", since, "left-out");

        Assert.Equal(
            ["host:/open (644 0:0)", "host:/other (600 1:1)", "host:/private (600 0:0)", "name host:/link", "name host:/with a second line"],
            found.Select(finding => finding.Place).Order(StringComparer.Ordinal));
        Assert.Equal(4, files);
        Assert.Empty(FileSearch.In(search, "host:/", _folder + "/", since.AddMinutes(5)).Findings);
    }

    [Fact]
    public void Processes_are_found_by_arguments_and_by_environment_while_they_live_and_afterwards()
    {
        var secret = RandomNumberGenerator.GetHexString(32);
        var search = Search("token", secret);
        using var watch = new ProcessWatch();
        using var arguments = CommandResult.Start("bash", ["-c", "read -r", secret]);
        using var environment = CommandResult.Start("cat", [], new Dictionary<string, string> { ["TOKEN"] = secret });

        // Not looked at by request: the watch itself has to see them.
        Wait.Until("both are seen", () => watch.Search(search).Count() == 2);
        foreach (var process in (Process[])[arguments, environment])
        {
            process.StandardInput.Close();
            process.WaitForExit();
        }

        Assert.Equal(["arguments of bash ", "environment of cat"], watch.Search(search).Select(finding => finding.Place).Order(StringComparer.Ordinal));
    }

    private static SecretSearch Search(string name, string text) => new([Secret.FromText(name, text)]);

    private (string Private, string Public) Key(string name)
    {
        var path = Path.Combine(_folder, name);
        CommandResult.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", path]).Succeeded();
        return (File.ReadAllText(path), File.ReadAllText(path + ".pub"));
    }

    private void Shell(string script) => CommandResult.Run("bash", ["-e", "-c", $"cd {_folder}; {script}"]).Succeeded();
}
