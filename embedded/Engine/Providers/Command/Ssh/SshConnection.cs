using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace CarbonioInfra.Engine.Providers.Command.Ssh;

/// <summary>The connection cannot take a command, which has therefore not started; another connection may.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Never leaves the pool, and always has a message and a cause.")]
internal sealed class ChannelUnavailableException(string message, Exception inner) : Exception(message, inner);

/// <summary>One authenticated connection to a host; commands run on it side by side, each on a channel of its own.</summary>
internal sealed class SshConnection(SshClient client, ConnectionSettings settings, Route? route) : IPooledConnection
{
    /// <summary>sshd's default for <c>MaxSessions</c>.</summary>
    public const int MaxChannels = 10;

    // terminate.sh takes up to four seconds.
    private static readonly TimeSpan TerminationPatience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan TerminationGrace = TimeSpan.FromSeconds(2);
    private static readonly string Terminate = ReadTerminate();

    // How often to ask again when no other command runs on the connection.
    private const int LonelyRefusalLimit = 20;
    private static readonly TimeSpan RefusalDelay = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan ListenerPatience = TimeSpan.FromSeconds(5);

    // One channel stays free to end what runs on the others.
    private readonly ChannelGate _channels = new(MaxChannels - 1);
    private readonly SemaphoreSlim _terminating = new(1, 1);
    private volatile bool _isUsed;

    public bool IsUsable => client.IsConnected;

    /// <summary>Makes a port of another host reachable through this one.</summary>
    public Route RouteTo(string host, int port) => new(client, settings, host, port);

    /// <summary>Runs a command to its end. Cancelling terminates it.</summary>
    /// <param name="remote">The command.</param>
    /// <param name="capture">Takes its output.</param>
    /// <param name="waiting">Cancelled when it is not to be started any longer.</param>
    /// <param name="cancellationToken">Cancelled when it is to end.</param>
    /// <exception cref="ChannelUnavailableException">It has not been started.</exception>
    /// <exception cref="CommandCutOffException">It was started and cancelled.</exception>
    /// <exception cref="ProviderException">The connection broke while it ran.</exception>
    public async Task<CommandEnd> RunAsync(
        RemoteCommand remote, OutputCapture capture, CancellationToken waiting, CancellationToken cancellationToken)
    {
        await RefuseWhenHostIsLeavingAsync(waiting);
        using var command = await OpenAsync(remote.Request, waiting);
        _isUsed = true;
        var clock = Stopwatch.StartNew();
        try
        {
            await BlockingCall.Run(() => SetEnvironment(command, remote)).WaitAsync(cancellationToken);
            return await ExecuteAsync(command, remote, capture, cancellationToken);
        }
        catch (Exception exception) when (exception is SshException or IOException or ObjectDisposedException)
        {
            throw new ProviderException($"""
                lost the connection to {settings} after {DialSchedule.Text(clock.Elapsed)}, while the command ran: {Reason(exception)}
                The host may have rebooted or lost its network. Whether the command has come to its end is not known; the next run starts it again.
                """, exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new ProviderException($"{settings} was sent no command: {Reason(exception)}", exception);
        }
        finally
        {
            _channels.Leave();
        }
    }

    public void Dispose()
    {
        client.Dispose();
        route?.Dispose();
        _terminating.Dispose();
    }

    /// <summary>
    /// An idle connection proves nothing about its host: one that is about to reboot has stopped listening while old connections
    /// still live, and what starts on them would be cut off. Whoever connects anew waits for the next boot.
    /// </summary>
    private async Task RefuseWhenHostIsLeavingAsync(CancellationToken cancellationToken)
    {
        // Behind a bastion the listener is out of reach.
        if (!_isUsed || route is not null || !_channels.IsIdle)
            return;
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(settings.Host, settings.Port, cancellationToken).AsTask().WaitAsync(ListenerPatience, cancellationToken);
        }
        catch (Exception exception) when (exception is SocketException or TimeoutException)
        {
            throw new ChannelUnavailableException($"{settings} no longer accepts connections: {exception.Message}", exception);
        }
    }

    private async Task<SshCommand> OpenAsync(string text, CancellationToken cancellationToken)
    {
        for (var refusals = 0; ; refusals++)
        {
            await _channels.EnterAsync(cancellationToken);
            SshCommand? command = null;
            try
            {
                command = client.CreateCommand(text);
                await BlockingCall.Run(() => SshNetInternals.OpenChannel(command)).WaitAsync(cancellationToken);
                return command;
            }
            catch (Exception exception) when (exception is SshException or IOException or ObjectDisposedException)
            {
                command?.Dispose();
                var othersWillEnd = _channels.Refused();
                if (!client.IsConnected || exception is SshConnectionException or SshOperationTimeoutException
                    || (!othersWillEnd && refusals >= LonelyRefusalLimit))
                {
                    throw new ChannelUnavailableException($"{settings} opens no channel: {Reason(exception)}", exception);
                }

                // A command that has just ended counts for sshd until it has reaped it.
                if (!othersWillEnd)
                    await Task.Delay(RefusalDelay, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                command?.Dispose();
                _channels.Leave();
                throw;
            }
        }
    }

    private void SetEnvironment(SshCommand command, RemoteCommand remote)
    {
        foreach (var (name, value) in remote.Environment)
        {
            if (!SshNetInternals.SetEnvironmentVariable(command, name, value))
                throw new ProviderException($"could not set environment variable {name} on {settings}: its sshd does not accept it (AcceptEnv)");
        }

        foreach (var (name, value) in remote.OptionalEnvironment)
        {
            if (System.Text.Encoding.UTF8.GetByteCount(value) <= RemoteCommand.LargestRequest)
                SshNetInternals.SetEnvironmentVariable(command, name, value);
        }
    }

    private async Task<CommandEnd> ExecuteAsync(SshCommand command, RemoteCommand remote, OutputCapture capture,
        CancellationToken cancellationToken)
    {
        SshNetInternals.OnOutput(command, (bytes, isError) =>
            capture.Take(bytes, isError ? StepOutput.StandardError : StepOutput.StandardOutput));
        try
        {
            // Cancellation is handled here, not by SSH.NET, which gives up on a command half a second after asking it to end.
            var ended = await BlockingCall.Run(() => command.ExecuteAsync(CancellationToken.None));
            var written = BlockingCall.Run(() => WriteInput(command, remote.RequestInput));
            if (await Task.WhenAny(ended, Cancelled(cancellationToken)) != ended)
                throw new CommandCutOffException(await TerminateAsync(command, remote.Marker, ended), cancellationToken);
            await ended;
            _ = written.Exception; // a command need not read its input
            return new(command.ExitStatus, command.ExitSignal);
        }
        finally
        {
            capture.End(StepOutput.StandardOutput);
            capture.End(StepOutput.StandardError);
        }
    }

    private static void WriteInput(SshCommand command, string input)
    {
        try
        {
            if (input.Length > 0)
            {
                using var stream = command.CreateInputStream();
                stream.Write(System.Text.Encoding.UTF8.GetBytes(input));
            }
            else
            {
                SshNetInternals.EndInput(command);
            }
        }
        catch (Exception exception) when (exception is SshException or InvalidOperationException)
        {
            // The command ended without reading all of it; how it ended says what matters.
        }
    }

    // Ends the command's processes on the host, then its channel. Without the former, closing the channel leaves a command
    // running unheard until it writes or ends.
    private async Task<bool> TerminateAsync(SshCommand command, string marker, Task ended)
    {
        var isGone = await BlockingCall.Run(() => EndOnHost(marker));
        await Task.WhenAny(ended, Task.Delay(TerminationGrace, CancellationToken.None));
        isGone |= ended.IsCompleted;
        if (!ended.IsCompleted)
        {
            await BlockingCall.Run(() => Try(() => command.CancelAsync(forceKill: true)));
            await Task.WhenAny(ended, Task.Delay(TerminationGrace, CancellationToken.None));
        }

        _ = ended.Exception;
        return isGone;
    }

    private bool EndOnHost(string marker)
    {
        _terminating.Wait();
        try
        {
            for (var refusals = 0; refusals < LonelyRefusalLimit && client.IsConnected; refusals++)
            {
                using var terminate = client.CreateCommand($"exec sh -c '{Terminate}' sh {marker}");
                terminate.CommandTimeout = TerminationPatience;
                // A command that has just ended counts for sshd until it has reaped it.
                if (Try(() => SshNetInternals.OpenChannel(terminate)))
                {
                    Try(() => terminate.Execute());
                    return terminate.ExitStatus == 0;
                }

                Thread.Sleep(RefusalDelay);
            }

            return false;
        }
        finally
        {
            _terminating.Release();
        }
    }

    private static bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception exception) when (exception is SshException or InvalidOperationException or IOException)
        {
            // The connection is gone, or the server has no channel left for us.
            return false;
        }
    }

    // Without what only readers of the file need.
    private static string ReadTerminate()
    {
        using var resource = typeof(SshConnection).Assembly.GetManifestResourceStream("terminate.sh")!;
        using var reader = new StreamReader(resource);
        return string.Join('\n', reader.ReadToEnd().Split('\n').Where(line => !line.TrimStart().StartsWith('#')));
    }

    private static Task Cancelled(CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cancellationToken.Register(cancelled.SetResult);
        return cancelled.Task;
    }

    private static string Reason(Exception exception) => exception switch
    {
        SshConnectionException => "the connection was closed",
        SshOperationTimeoutException => "no answer",
        _ => exception.Message.Split('\n')[0].Trim().TrimEnd('.'),
    };
}
