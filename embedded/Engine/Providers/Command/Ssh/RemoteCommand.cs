using System.Text;

namespace CarbonioInfra.Engine.Providers.Command.Ssh;

/// <summary>A command for a remote login shell.</summary>
/// <param name="Text">What the shell runs, at most 128 KiB (the kernel's limit for one argument).</param>
/// <param name="Input">What it reads; then its input ends.</param>
/// <param name="Environment">Variables that the server must accept.</param>
/// <param name="OptionalEnvironment">Variables that the server may ignore.</param>
internal sealed record RemoteCommand(
    string Text,
    string Input,
    IReadOnlyDictionary<string, string> Environment,
    IReadOnlyDictionary<string, string> OptionalEnvironment)
{
    /// <summary>What fits into one packet of SSH.NET (68,536 bytes; the protocol and sshd allow more) with its framing.</summary>
    public const int LargestRequest = 64 * 1024;

    /// <summary>What its shell is found by on the host, when it must be ended.</summary>
    public string Marker { get; } = $"carbonio-infra-{Guid.NewGuid():N}";

    /// <summary>
    /// The text of the exec request: the command between a marker and an exit, because a shell takes the place of the last command
    /// of all and the marker would be gone. One that is too large for a request follows on standard input, from where the login
    /// shell is told to take it; what it then runs and reads is the same.
    /// </summary>
    public string Request => IsTooLarge
        ? $": {Marker}; \"$SHELL\" -c \"$(head -c {Encoding.UTF8.GetByteCount(Text)})\"; exit $?"
        : Marked;

    /// <summary>What goes to the standard input of <see cref="Request"/>.</summary>
    public string RequestInput => IsTooLarge ? Text + Input : Input;

    private string Marked => $": {Marker}; eval '{Text.Replace("'", @"'\''", StringComparison.Ordinal)}'; exit $?";

    private bool IsTooLarge => Encoding.UTF8.GetByteCount(Marked) > LargestRequest;
}
