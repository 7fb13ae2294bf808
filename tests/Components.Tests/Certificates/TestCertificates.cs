using System.Diagnostics;
using System.Text.Json;
using CarbonioInfra.Components.Hosts;

namespace CarbonioInfra.Components.Tests.Certificates;

/// <summary>Certificates as the library's own scripts make them.</summary>
internal static class TestCertificates
{
    /// <summary>An authority for example.com.</summary>
    public static Pair Authority { get; } = MakeAuthority("example.com");

    /// <summary>One of its certificates, for s3.example.com and downloads.example.com.</summary>
    public static Pair Server { get; } = Issue(Authority, "s3.example.com downloads.example.com");

    public static Pair MakeAuthority(string domain) => Parse(Run("certificate-authority", $"{domain}\n"));

    public static Pair Issue(Pair authority, string names) => Parse(Run("server-certificate", authority.PrivateKey + authority.Certificate, names));

    /// <summary>What openssl prints, standard error included.</summary>
    public static string OpenSsl(string script, string input = "") => Shell(script + " 2>&1 || true", input);

    private static string Run(string script, string input, string names = "") => Shell(HostScript.Load($"Certificates/{script}.sh").Text, input, names);

    private static Pair Parse(string stdout)
    {
        using var document = JsonDocument.Parse(stdout);
        return new Pair(document.RootElement.GetProperty("privateKey").GetString()!, document.RootElement.GetProperty("certificate").GetString()!);
    }

    private static string Shell(string script, string input, string names = "")
    {
        var start = new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["names"] = names;
        using var process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    internal sealed record Pair(string PrivateKey, string Certificate);
}
