using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace CarbonioInfra.Engine.Providers.Command.Ssh;

/// <summary>The connection cannot take a command, which has therefore not started; another connection may.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Never leaves the pool, and always has a message and a cause.")]
internal sealed class ChannelUnavailableException(string message, Exception inner) : Exception(message, inner);

/// <summary>One authenticated connection to a host; commands run on it side by side, each on a channel of its own.</summary>
internal sealed class SshConnection(SshClient client, ConnectionSettings settings, IDisposable? route) : IPooledConnection
{
    /// <summary>sshd's default for <c>MaxSessions</c>.</summary>
    public const int MaxChannels = 10;

    private static readonly TimeSpan TerminationGrace = TimeSpan.FromSeconds(2);

    // How often to ask again when no other command runs on the connection.
    private const int LonelyRefusalLimit = 20;
    private static readonly TimeSpan RefusalDelay = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan ListenerPatience = TimeSpan.FromSeconds(5);

    private readonly ChannelGate _channels = new(MaxChannels);
    private volatile bool _isUsed;

    public bool IsUsable => client.IsConnected;

    /// <summary>Makes a port of another host reachable at a port of this machine's loopback until disposed.</summary>
    public ForwardedPortLocal Forward(string host, int port)
    {
        var forwarding = new ForwardedPortLocal("127.0.0.1", 0, host, (uint)port);
        client.AddForwardedPort(forwarding);
        forwarding.Start();
        return forwarding;
    }

    /// <summary>Runs a command to its end. Cancelling terminates it.</summary>
    /// <exception cref="ChannelUnavailableException">It has not been started.</exception>
    /// <exception cref="ProviderException">The connection broke while it ran.</exception>
    public async Task<CommandEnd> RunAsync(RemoteCommand remote, OutputCapture capture, CancellationToken cancellationToken)
    {
        await RefuseWhenHostIsLeavingAsync(cancellationToken);
        using var command = await OpenAsync(remote.Request, cancellationToken);
        _isUsed = true;
        try
        {
            await BlockingCall.Run(() => SetEnvironment(command, remote)).WaitAsync(cancellationToken);
            return await ExecuteAsync(command, remote.RequestInput, capture, cancellationToken);
        }
        catch (Exception exception) when (exception is SshException or IOException or ObjectDisposedException)
        {
            throw new ProviderException($"lost the connection to {settings} while the command ran: {Reason(exception)}", exception);
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

    private static async Task<CommandEnd> ExecuteAsync(SshCommand command, string input, OutputCapture capture,
        CancellationToken cancellationToken)
    {
        var output = BlockingCall.Run(() => capture.ReadToEnd(command.OutputStream, StepOutput.StandardOutput));
        var error = BlockingCall.Run(() => capture.ReadToEnd(command.ExtendedOutputStream, StepOutput.StandardError));
        try
        {
            // Cancellation is handled here, not by SSH.NET, which gives up on a command half a second after asking it to end.
            var ended = await BlockingCall.Run(() => command.ExecuteAsync(CancellationToken.None));
            var written = BlockingCall.Run(() => WriteInput(command, input));
            if (await Task.WhenAny(ended, Cancelled(cancellationToken)) != ended)
                await TerminateAsync(command, ended);
            cancellationToken.ThrowIfCancellationRequested();
            await ended;
            await Task.WhenAll(output, error);
            _ = written.Exception; // a command need not read its input
            return new(command.ExitStatus, command.ExitSignal);
        }
        finally
        {
            // Ends the readers, if the command has not.
            await command.OutputStream.DisposeAsync();
            await command.ExtendedOutputStream.DisposeAsync();
            await Task.WhenAll(output, error);
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

    // TERM lets a script clean up; KILL and closing the channel follow for one that does not end. sshd passes signals on only
    // where it separates privileges, that is, not for root: such a command goes on unheard until it writes or ends.
    private static async Task TerminateAsync(SshCommand command, Task ended)
    {
        await BlockingCall.Run(() =>
        {
            try
            {
                SshNetInternals.SendSignal(command, "TERM");
                if (!Task.WaitAny([ended], TerminationGrace).Equals(0))
                    command.CancelAsync(forceKill: true);
            }
            catch (Exception exception) when (exception is SshException or InvalidOperationException or ObjectDisposedException)
            {
                // The connection is gone as well.
            }
        });
        await Task.WhenAny(ended, Task.Delay(TerminationGrace, CancellationToken.None));
        _ = ended.Exception;
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
