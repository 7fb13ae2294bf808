namespace CarbonioInfra.Components.Ports;

/// <summary>A TCP port that load balancers pass on, to the same port of the nodes behind it.</summary>
/// <param name="Port">For clients and for nodes.</param>
/// <param name="Behind">The nodes that answer.</param>
/// <param name="Purpose">What for, in the vendor's terms.</param>
public sealed record BalancedPort(int Port, NodeSet Behind, string Purpose);
