using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace CarbonioInfra.Engine.Providers.Command;

/// <summary>A program run on this machine, in a process group of its own so that all of it can be ended.</summary>
/// <param name="CommandLine">The program and its arguments.</param>
/// <param name="Directory">Where it runs.</param>
/// <param name="Environment">Variables beside those of this process; a later one wins.</param>
/// <param name="Input">What it reads; then its input ends.</param>
internal sealed record LocalProcess(
    IReadOnlyList<string> CommandLine,
    string Directory,
    IReadOnlyList<KeyValuePair<string, string>> Environment,
    string Input)
{
    private const int SigTerm = 15;
    private const int SigKill = 9;

    private static readonly TimeSpan TerminationGrace = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Runs the program to its end, which is when it has ended and nothing holds its output streams open. Cancelling ends the
    /// whole process group.
    /// </summary>
    /// <exception cref="ProviderException">It cannot be started.</exception>
    public async Task<CommandEnd> RunAsync(OutputCapture capture, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var process = Start();
        var output = BlockingCall.Run(() => capture.ReadToEnd(process.StandardOutput.BaseStream, StepOutput.StandardOutput));
        var error = BlockingCall.Run(() => capture.ReadToEnd(process.StandardError.BaseStream, StepOutput.StandardError));
        // Not waited for: a command need not read its input, and a daemon that it leaves behind may hold the pipe open.
        _ = BlockingCall.Run(() => WriteInput(process));
        // Process.WaitForExitAsync is not enough: somebody in the group may hold the streams without being waited for.
        var ended = Task.WhenAll(process.WaitForExitAsync(CancellationToken.None), output, error);
        try
        {
            await ended.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await EndGroupAsync(process.Id, ended);
            throw;
        }

        return new(process.ExitCode, Signal: null);
    }

    private Process Start()
    {
        if (!System.IO.Directory.Exists(Directory))
            throw new ProviderException($"the command's directory does not exist: {Directory}");
        // setsid makes the child lead a new session and with it a process group. It also keeps the terminal's Ctrl-C from the
        // child: the first one means "finish what runs".
        var start = new ProcessStartInfo("setsid", CommandLine)
        {
            WorkingDirectory = Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new ProviderException($"cannot start a command with setsid (package util-linux): {exception.Message}", exception);
        }
    }

    private void WriteInput(Process process)
    {
        try
        {
            using var stream = process.StandardInput.BaseStream;
            stream.Write(Encoding.UTF8.GetBytes(Input));
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It ended without reading all of it.
        }
    }

    private static async Task EndGroupAsync(int leader, Task ended)
    {
        foreach (var signal in (int[])[SigTerm, SigKill])
        {
            _ = Kill(-leader, signal);
            // A daemon that left the group may still hold the streams; it is not ours to wait for any longer.
            await Task.WhenAny(ended, Task.Delay(TerminationGrace, CancellationToken.None));
            if (ended.IsCompleted)
                return;
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processOrGroup, int signal);
}
