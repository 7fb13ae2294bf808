using System.ComponentModel;
using System.Diagnostics;
using CarbonioInfra.Engine.Monitor;
using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Program;

/// <summary>One run of the program against one deployment.</summary>
internal sealed class ProgramRun(ProgramStart start, Deployment deployment, IRunObserver observer, SecretMask mask)
{
    /// <summary>Exit code by which a program says that it has told its error already.</summary>
    private const int Bail = 32;

    // Long enough for a program to report that it was cut off.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    /// <summary>Runs the program to its end and finishes the deployment.</summary>
    /// <param name="interruption">Cancelled when the run is to stop; steps that run then are waited for.</param>
    /// <returns>Whether the program did well; steps that failed are the deployment's to tell.</returns>
    /// <exception cref="EngineException">The program cannot be started.</exception>
    public async Task<bool> RunAsync(CancellationToken interruption)
    {
        var monitor = new MonitorService(deployment);
        var engine = new EngineService(deployment, observer, mask);
        await using var server = await MonitorServer.StartAsync(monitor, engine);
        using var process = StartProcess(server.Address);

        var exit = await WaitAsync(process, interruption);
        if (interruption.IsCancellationRequested || exit != 0)
            await deployment.DrainAsync();
        var ok = exit == 0 && !engine.ErrorLogged && !interruption.IsCancellationRequested;
        if (exit is not (0 or Bail) && !interruption.IsCancellationRequested)
            observer.Message(MessageSeverity.Error, $"Program exited with non-zero exit code: {exit}", "");
        else if (!ok && !engine.ErrorLogged && !interruption.IsCancellationRequested)
            observer.Message(MessageSeverity.Error, "The program ended early; see its messages above.", "");
        // Older SDKs end without a signal; the deployment takes the first end that it is told.
        await deployment.FinishAsync(complete: ok);
        return ok;
    }

    private Process StartProcess(string address)
    {
        if (!File.Exists(start.Assembly))
            throw new EngineException($"The program {start.Assembly} does not exist; build it first, or name it with --program.");
        var process = new Process { StartInfo = start.With(address) };
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
        return process;
    }

    private void Forward(string? line)
    {
        if (line is not null)
            observer.Message(MessageSeverity.Info, mask.Apply(line), "");
    }

    private async Task<int> WaitAsync(Process process, CancellationToken interruption)
    {
        try
        {
            await process.WaitForExitAsync(interruption);
        }
        catch (OperationCanceledException)
        {
            // Its pending registrations are answered as their steps end; further ones are refused, which ends the program.
            await deployment.DrainAsync();
            using var patience = new CancellationTokenSource(StopPatience);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        return process.ExitCode;
    }
}
