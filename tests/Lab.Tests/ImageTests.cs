using System.Diagnostics;

namespace CarbonioInfra.Lab.Tests;

/// <summary>The base image and the machine's packages.</summary>
public sealed class ImageTests : IDisposable
{
    private readonly string _cache = Directory.CreateDirectory($"/var/tmp/carbonio-cache-test-{Guid.NewGuid():N}").FullName;

    public void Dispose() => Directory.Delete(_cache, recursive: true);

    [Fact]
    public void An_interrupted_build_leaves_no_image_no_mount_and_no_process()
    {
        var before = Traces.Take(_cache);
        var first = InterruptBuild();

        Traces.AssertNoneSince(before, _cache);
        Assert.DoesNotContain(Directory.GetDirectories(_cache + "/images"), image => !Path.GetFileName(image).StartsWith('.'));

        InterruptBuild(after: first);
        Assert.False(Directory.Exists(first), "the next build keeps what the interrupted one left");
        Traces.AssertNoneSince(before, _cache);
    }

    [Fact]
    public void An_archive_that_does_not_answer_fails_the_build_with_its_name()
    {
        // Discard port: nothing listens there.
        var environment = Environment();
        environment["CARBONIO_DEBIAN_ARCHIVE"] = "http://127.0.0.1:9/debian";

        var message = CommandResult.Run(LabScript.Path, ["image"], environment).Refused();

        Assert.Contains("http://127.0.0.1:9/debian", message, StringComparison.Ordinal);
        Assert.Contains("the base image could not be built", message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_cache + "/images"));
    }

    [Fact]
    public void An_archive_that_is_no_web_address_is_refused()
    {
        var environment = Environment();
        environment["CARBONIO_DEBIAN_ARCHIVE"] = "cdrom:[Debian]/";

        Assert.Contains(
            "must be an http or https address: 'cdrom:[Debian]'",
            CommandResult.Run(LabScript.Path, ["image"], environment).Refused(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Packages_are_listed_and_installing_them_twice_does_nothing()
    {
        var result = CommandResult.Run(LabScript.Path, ["install-packages", "--yes"]);

        result.Succeeded();
        Assert.Equal(
            "lab: installed: systemd-container debootstrap iproute2 openssh-client ca-certificates gnupg openssl python3\n", result.Error);
    }

    private Dictionary<string, string> Environment() => new() { ["CARBONIO_CACHE_DIR"] = _cache };

    /// <returns>The folder in which the build was at work.</returns>
    private string InterruptBuild(string? after = null)
    {
        using var process = CommandResult.Start(LabScript.Path, ["image"], Environment());
        var watch = Stopwatch.StartNew();
        string? building = null;
        Wait.Until("unpacking has begun", () =>
        {
            Assert.False(process.HasExited, "the build ended early");
            building = Directory.Exists(_cache + "/images")
                ? Directory.GetDirectories(_cache + "/images", ".build-*")
                    .FirstOrDefault(folder => folder != after && Directory.Exists(folder + "/debootstrap"))
                : null;
            return building is not null;
        });
        process.Kill();
        process.WaitForExit();
        return building!;
    }
}
