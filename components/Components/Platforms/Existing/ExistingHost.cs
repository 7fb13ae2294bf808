using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Platforms.Existing;

/// <summary>A machine that somebody else made.</summary>
/// <param name="Address">Private IPv4 address, by which the other nodes and the deployment reach it.</param>
/// <param name="HostKey">Its SSH host key as an <c>authorized_keys</c> line, for example from <c>ssh-keyscan</c>, verified.</param>
/// <param name="User">Login name; anybody but <c>root</c> needs <c>sudo</c> without password. Default <c>root</c>.</param>
/// <param name="Port">SSH port. Default 22.</param>
/// <param name="Generation">Any text; another one says "this is a new machine", and its steps run again. Default <c>1</c>.</param>
/// <param name="MinimumSize">What the machine must at least have. Default: the node's size.</param>
public sealed record ExistingHost(
    string Address, string HostKey, string User = "root", int Port = 22, string Generation = "1", NodeSize? MinimumSize = null);
