namespace CarbonioInfra.Lab.Tests;

/// <summary>The launcher with another <c>dotnet</c>, which tells where its standard streams lead.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("carbonio-launcher-").FullName;

    public LauncherTests()
    {
        foreach (var folder in new[] { "infra", "components", "embedded/Engine/obj", "build", "bin" })
            Directory.CreateDirectory(Path.Combine(_root, folder));
        foreach (var file in new[] { "Directory.Build.props", ".editorconfig" })
            File.WriteAllText(Path.Combine(_root, file), "");
        File.Copy(Path.Combine(EndToEnd.LabStack.Repository, "carbonio-infra"), Path.Combine(_root, "carbonio-infra"));
        var dotnet = Path.Combine(_root, "bin", "dotnet");
        File.WriteAllText(dotnet, $$"""
            #!/bin/bash
            [[ $1 == *.dll ]] || exit 0
            for stream in 0 1 2; do readlink "/proc/$$/fd/$stream" >>'{{Told}}' || echo closed >>'{{Told}}'; done
            """);
        CommandResult.Run("chmod", ["700", dotnet]).Succeeded();
    }

    private string Told => Path.Combine(_root, "streams");

    [Theory]
    [InlineData("<&-", 0)]
    [InlineData(">&-", 1)]
    [InlineData("2>&-", 2)]
    public void A_closed_stream_leads_nowhere_before_NET_can_open_a_file_in_its_place(string closing, int stream)
    {
        CommandResult.Run("bash", ["-c", $"PATH='{_root}/bin':$PATH; '{_root}/carbonio-infra' stack ls {closing}"]).Succeeded();

        var streams = File.ReadAllLines(Told);
        Assert.Equal(3, streams.Length);
        Assert.Equal("/dev/null", streams[stream]);
        Assert.DoesNotContain("closed", streams);
    }

    [Fact]
    public void Open_streams_stay_what_they_are()
    {
        CommandResult.Run("bash", ["-c", $"PATH='{_root}/bin':$PATH; '{_root}/carbonio-infra' stack ls </dev/zero >'{_root}/out' 2>'{_root}/err'"]).Succeeded();

        Assert.Equal(["/dev/zero", $"{_root}/out", $"{_root}/err"], File.ReadAllLines(Told));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
