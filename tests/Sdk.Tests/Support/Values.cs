using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Pulumi;
using Pulumi.Serialization;
using Pulumi.Utilities;

namespace CarbonioInfra.Sdk.Tests.Support;

internal static class Values
{
    public static Value Secret(Value value) => WireValues.Secret(value);

    public static Value Unknown => WireValues.Unknown;

    public static Value Reference(string urn, string id) => WireValues.Special(
        Markers.Resource, ("id", Value.ForString(id)), ("urn", Value.ForString(urn)));

    public static Value Reference(string urn) => WireValues.Special(Markers.Resource, ("urn", Value.ForString(urn)));

    /// <summary>Compares by content: the order of properties means nothing.</summary>
    public static void AssertJson(string expected, IMessage actual)
    {
        var found = JsonNode.Parse(JsonFormatter.Default.Format(actual));
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(expected), found), $"expected {expected}\nfound    {found?.ToJsonString()}");
    }

    public static Task<T> ValueOf<T>(Output<T> output) => OutputUtilities.GetValueAsync(output);

    public static Task<bool> IsKnown<T>(Output<T> output) => OutputUtilities.GetIsKnownAsync(output);

    public static Output<T> UnknownOutput<T>(T value) => OutputUtilities.CreateUnknown(value);
}
