using System.ComponentModel;
using System.Diagnostics;
using CarbonioInfra.Engine.Display;
using CarbonioInfra.Engine.Monitor;
using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Program;

/// <summary>One run of the program against one deployment.</summary>
internal sealed class ProgramRun(
    ProgramStart start, Deployment deployment, IRunObserver observer, SecretMask mask, ProgramPatience patience)
{
    /// <summary>Exit code by which a program says that it has told its error already.</summary>
    private const int Bail = 32;

    /// <summary>Exit code of a process that SIGKILL ended.</summary>
    private const int Killed = 128 + 9;

    private const string Cycle = "Resources that wait for each other's outputs in a cycle cause this.";

    private readonly ProgramActivity _activity = new(TimeProvider.System);

    /// <summary>Runs the program to its end and finishes the deployment.</summary>
    /// <param name="interruption">Cancelled when the run is to stop; steps that run then are waited for.</param>
    /// <param name="abort">Cancelled when nothing is to be waited for any longer.</param>
    /// <returns>Whether the program did well; steps that failed are the deployment's to tell.</returns>
    /// <exception cref="EngineException">The program cannot be started.</exception>
    public async Task<bool> RunAsync(CancellationToken interruption, CancellationToken abort)
    {
        var monitor = new MonitorService(deployment);
        var engine = new EngineService(deployment, observer, mask);
        await using var server = await MonitorServer.StartAsync(monitor, engine, _activity);
        using var process = StartProcess(server.Address, out var exited);

        var standstill = await WaitAsync(process, exited, monitor, interruption, abort);
        var exit = process.ExitCode;
        if (interruption.IsCancellationRequested || exit != 0)
            await deployment.DrainAsync();
        var ok = exit == 0 && !engine.ErrorLogged && !interruption.IsCancellationRequested;
        if (standstill is not null)
            observer.Message(MessageSeverity.Error, standstill, "");
        else if (exit is not (0 or Bail) && !interruption.IsCancellationRequested)
            observer.Message(MessageSeverity.Error, $"Program exited with non-zero exit code: {exit}{Hint(exit)}", "");
        else if (!ok && !engine.ErrorLogged && !interruption.IsCancellationRequested)
            observer.Message(MessageSeverity.Error, "The program ended early; see its messages above.", "");
        // Older SDKs end without a signal; the deployment takes the first end that it is told.
        await deployment.FinishAsync(complete: ok);
        return ok;
    }

    private static string Hint(int exit) => exit == Killed ? " (SIGKILL: somebody killed it, or this machine had no memory left)" : "";

    private Process StartProcess(string address, out Task exited)
    {
        if (!File.Exists(start.Assembly))
            throw new EngineException($"The program {start.Assembly} does not exist; build it first, or name it with --program.");
        var process = new Process { StartInfo = start.With(address), EnableRaisingEvents = true };
        var exit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => exit.TrySetResult();
        process.OutputDataReceived += (_, line) => Forward(line.Data);
        process.ErrorDataReceived += (_, line) => Forward(line.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            process.Dispose();
            throw new EngineException($"The program cannot be started in {start.Directory}: {error.Message}", error);
        }

        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        exited = exit.Task;
        return process;
    }

    private void Forward(string? line)
    {
        _activity.Printed();
        if (line is not null)
            observer.Message(MessageSeverity.Info, mask.Apply(line), "");
    }

    /// <summary>Waits for the program's end, and brings it about when the run is stopped or the program stands still.</summary>
    /// <returns>Why it was ended that stood still; else null.</returns>
    private async Task<string?> WaitAsync(
        Process process, Task exited, MonitorService monitor, CancellationToken interruption, CancellationToken abort)
    {
        string? standstill = null;
        using (var watch = CancellationTokenSource.CreateLinkedTokenSource(interruption))
        {
            var watching = StandstillAsync(monitor, watch.Token);
            await Task.WhenAny(exited, watching);
            await watch.CancelAsync();
            if (!exited.IsCompleted)
                standstill = await watching;
        }

        if (!exited.IsCompleted)
        {
            if (standstill is null)
            {
                // Its pending registrations are answered as their steps end; further ones are refused, which ends the program.
                await deployment.DrainAsync();
                await Task.WhenAny(exited, Task.Delay(patience.AfterStop, abort));
            }

            process.Kill(entireProcessTree: true);
        }

        await exited;
        await Task.WhenAny(process.WaitForExitAsync(CancellationToken.None), Task.Delay(patience.AfterExit, CancellationToken.None));
        return standstill;
    }

    /// <summary>Returns when the program does nothing and nothing runs that it could wait for.</summary>
    /// <returns>What to say about it; null when cancelled.</returns>
    private async Task<string?> StandstillAsync(MonitorService monitor, CancellationToken cancellation)
    {
        var told = false;
        while (!cancellation.IsCancellationRequested)
        {
            // Every look at the time is late by up to a limit, never early.
            var complete = monitor.ProgramSignalled;
            var (idle, limit) = complete ? (_activity.WithoutCall, patience.AfterCompletion) : (_activity.Silent, patience.Standstill);
            if (idle >= limit)
            {
                return complete
                    ? $"The program did not end within {Wording.Limit(limit)} after all that it registered was done. It was killed."
                    : $"The program asked for nothing for {Wording.Limit(limit)} while nothing ran. It was killed. {Cycle}\n{monitor.Seen.Describe()}";
            }

            if (!complete && idle >= patience.Silence && !told)
            {
                told = true;
                observer.Message(MessageSeverity.Warning, $"The program has asked for nothing for {Wording.Limit(patience.Silence)} while nothing runs. "
                    + $"{Cycle} It is killed after {Wording.Limit(patience.Standstill)}; Ctrl-C stops it now.\n{monitor.Seen.Describe()}", "");
            }

            var next = (complete || told ? limit : patience.Silence) - idle;
            await Task.Delay(next < limit ? next : limit, cancellation).ContinueWith(_ => { }, CancellationToken.None,
                TaskContinuationOptions.None, TaskScheduler.Default);
        }

        return null;
    }
}
