using System.Net.Sockets;
using System.Reflection;
using Renci.SshNet;

namespace CarbonioInfra.Engine.Providers.Command.Ssh;

/// <summary>
/// The few things that the SSH protocol and SSH.NET can do but SSH.NET has no public member for. The package's version is
/// pinned and every member here is exercised by a test, so an update that renames one cannot pass unnoticed.
/// </summary>
internal static class SshNetInternals
{
    private static readonly FieldInfo CommandChannel = Field(typeof(SshCommand), "_channel");
    private static readonly PropertyInfo ClientSession =
        typeof(BaseClient).GetProperty("Session", BindingFlags.Instance | BindingFlags.NonPublic)
        ?? throw new MissingMemberException(nameof(BaseClient), "Session");

    private static readonly FieldInfo SessionSocket = Field(typeof(Session), "_socket");

    /// <summary>Opens the command's channel without running it yet; a later Execute finds it open.</summary>
    public static void OpenChannel(SshCommand command) => Call(command, "Open");

    /// <summary>Sets a variable for the command; call between open and execute.</summary>
    /// <returns>Whether the server accepts it (sshd's <c>AcceptEnv</c>).</returns>
    public static bool SetEnvironmentVariable(SshCommand command, string name, string value) =>
        (bool)Call(command, "SendEnvironmentVariableRequest", name, value)!;

    /// <summary>
    /// Calls with every part of the command's output, true for standard error, in the order in which parts arrive: two streams
    /// read one beside the other would mix them. Call between open and execute.
    /// </summary>
    public static void OnOutput(SshCommand command, Action<ArraySegment<byte>, bool> take)
    {
        if (CommandChannel.GetValue(command) is not { } channel)
            return;
        Listen("DataReceived", isError: false);
        Listen("ExtendedDataReceived", isError: true);

        void Listen(string name, bool isError)
        {
            var received = channel.GetType().GetEvent(name) ?? throw new MissingMemberException(channel.GetType().FullName, name);
            var data = received.EventHandlerType!.GenericTypeArguments[0].GetProperty("Data")
                ?? throw new MissingMemberException(received.EventHandlerType.FullName, "Data");
            EventHandler<EventArgs> handler = (_, arguments) => take((ArraySegment<byte>)data.GetValue(arguments)!, isError);
            received.AddEventHandler(channel, Delegate.CreateDelegate(received.EventHandlerType, handler.Target, handler.Method));
        }
    }

    /// <summary>
    /// Ends the command's standard input. SSH.NET's input stream does so only after at least one byte; without it, a command
    /// that reads its empty input would wait for ever.
    /// </summary>
    public static void EndInput(SshCommand command) => Call(command, "SendEof");

    public static Socket? SocketOf(BaseClient client) =>
        ClientSession.GetValue(client) is { } session ? (Socket?)SessionSocket.GetValue(session) : null;

    private static object? Call(SshCommand command, string method, params object[] arguments)
    {
        // Null once the command has ended: nothing left to act on.
        var channel = CommandChannel.GetValue(command);
        if (channel is null)
            return method == "SendEnvironmentVariableRequest" ? false : null;
        var member = channel.GetType().GetMethod(method, [.. arguments.Select(argument => argument.GetType())])
            ?? throw new MissingMethodException(channel.GetType().FullName, method);
        return member.Invoke(channel, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);
    }

    private static FieldInfo Field(Type type, string name) =>
        type.GetField(name, BindingFlags.Instance | BindingFlags.NonPublic) ?? throw new MissingFieldException(type.FullName, name);
}
