using System.Diagnostics;
using System.Text;

namespace CarbonioInfra.Lab.Tests;

/// <summary>What a finished process left: both streams to their end, and the exit code.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>
    /// Runs a program to its end. A program that has not ended and closed its pipes by the limit, five minutes unless said
    /// otherwise, fails the test.
    /// </summary>
    public static CommandResult Run(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null,
        string? input = null,
        TimeSpan? limit = null)
    {
        using var process = Start(program, arguments, environment);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var allowed = limit ?? TimeSpan.FromMinutes(10);
        if (!Task.WaitAll([output, error], allowed))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} still holds its pipes after {allowed}");
        }

        process.WaitForExit();
        return new CommandResult(process.ExitCode, output.Result, error.Result);
    }

    public static Process Start(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>The output of a program that must have succeeded.</summary>
    public string Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}; output: {Output}; error: {Error}");
        return Output;
    }

    /// <summary>The message of a program that must have refused.</summary>
    public string Refused()
    {
        Assert.True(ExitCode != 0, $"succeeded, expected a refusal; output: {Output}; error: {Error}");
        return Error;
    }
}
