namespace CarbonioInfra.Components.Aws.Settings;

/// <summary>What is different for one node.</summary>
/// <param name="Image">AMI id. Default: null, that of all nodes. Another one makes this machine anew and no other.</param>
/// <param name="InstanceType">Default: null, the smallest of the family that carries the node's size.</param>
/// <param name="Zone">Name of the availability zone. Default: null, by <see cref="Topologies.Node.Zone"/>.</param>
/// <param name="DataVolumeGiB">Size of the volume for <c>/opt</c>. Default: null, that of all mailstores.</param>
public sealed record AwsNodeSettings(
    string? Image = null, string? InstanceType = null, string? Zone = null, int? DataVolumeGiB = null);
