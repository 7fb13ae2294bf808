using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;
using Pulumi;

namespace CarbonioInfra.Components.Roles.Video;

/// <summary>A video server. The step <c>video</c> gives it the address on which callers reach its media, and asks for its unit.</summary>
public sealed class Video : ComponentResource
{
    /// <summary>How long the server may take: it starts only when the message broker is healthy.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Adds the step to <paramref name="node"/>, after its pending setups.</summary>
    /// <param name="node">The video server.</param>
    /// <param name="address">IPv4 address on which callers reach this node: its public one, or the private one where there is no other.</param>
    /// <param name="options">Component options.</param>
    public Video(CarbonioNode node, Input<string> address, ComponentResourceOptions? options = null)
        : base("carbonio-infra:roles:Video", $"{node.Host.Name}-video-role", options)
    {
        node.Add("video", HostScript.Load("Roles/Video/video.sh")
            .With("address", address)
            .With("patience_seconds", Number.Seconds(Patience)), this);
        RegisterOutputs();
    }
}
