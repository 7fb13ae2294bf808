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

    /// <summary>
    /// The text of the exec request: the command itself. One that is too large for a request follows on standard input, and the
    /// login shell, replacing itself, is told to take it from there; what it then runs and reads is the same.
    /// </summary>
    public string Request => IsTooLarge ? $"exec \"$SHELL\" -c \"$(head -c {Encoding.UTF8.GetByteCount(Text)})\"" : Text;

    /// <summary>What goes to the standard input of <see cref="Request"/>.</summary>
    public string RequestInput => IsTooLarge ? Text + Input : Input;

    private bool IsTooLarge => Encoding.UTF8.GetByteCount(Text) > LargestRequest;
}
