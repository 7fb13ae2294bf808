namespace Pulumi;

/// <summary>A resource of which only the URN is known, because something other than this program registered it.</summary>
internal sealed class DependencyResource(string urn) : CustomResource(urn);
