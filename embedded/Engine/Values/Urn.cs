namespace CarbonioInfra.Engine.Values;

/// <summary>
/// Composes and takes apart resource names of the form
/// <c>urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME</c>. URNs travel as plain strings; this is their grammar.
/// </summary>
public static class Urn
{
    public const string StackType = "pulumi:pulumi:Stack";

    private const string ProviderTypePrefix = "pulumi:providers:";

    /// <param name="stack">The stack's name.</param>
    /// <param name="project">The project's name.</param>
    /// <param name="parentUrn">URN of the parent; empty for none. The stack as parent adds nothing to the type.</param>
    /// <param name="type">The resource's own type token.</param>
    /// <param name="name">The resource's logical name.</param>
    public static string Compose(string stack, string project, string parentUrn, string type, string name)
    {
        var parentType = parentUrn.Length == 0 ? "" : QualifiedTypeOf(parentUrn);
        var qualified = parentType.Length == 0 || parentType == StackType ? type : $"{parentType}${type}";
        return $"urn:pulumi:{stack}::{project}::{qualified}::{name}";
    }

    public static bool IsUrn(string text) => text.StartsWith("urn:pulumi:", StringComparison.Ordinal) && Split(text).Length == 4;

    public static string StackOf(string urn) => PartOf(urn, 0)["urn:pulumi:".Length..];

    public static string ProjectOf(string urn) => PartOf(urn, 1);

    /// <summary>The types from the outermost parent to the resource's own, joined by <c>$</c>.</summary>
    public static string QualifiedTypeOf(string urn) => PartOf(urn, 2);

    /// <summary>The resource's own type token.</summary>
    public static string TypeOf(string urn)
    {
        var qualified = QualifiedTypeOf(urn);
        return qualified[(qualified.LastIndexOf('$') + 1)..];
    }

    public static string NameOf(string urn) => PartOf(urn, 3);

    public static bool IsStack(string urn) => QualifiedTypeOf(urn) == StackType;

    public static bool IsProvider(string urn) => IsProviderType(TypeOf(urn));

    public static bool IsProviderType(string type) => type.StartsWith(ProviderTypePrefix, StringComparison.Ordinal);

    public static string ProviderTypeOf(string package) => ProviderTypePrefix + package;

    /// <summary>The package that a type token belongs to: its first part, or what a provider type provides.</summary>
    public static string PackageOf(string type) =>
        IsProviderType(type) ? type[ProviderTypePrefix.Length..] : type[..Math.Max(0, type.IndexOf(':', StringComparison.Ordinal))];

    /// <summary>Takes a provider reference, <c>URN::ID</c>, apart at its last <c>::</c>.</summary>
    public static (string Urn, string Id) SplitProviderReference(string reference)
    {
        var end = reference.LastIndexOf("::", StringComparison.Ordinal);
        return end < 0 ? (reference, "") : (reference[..end], reference[(end + 2)..]);
    }

    private static string PartOf(string urn, int index)
    {
        var parts = Split(urn);
        return index < parts.Length ? parts[index] : "";
    }

    // The name may itself contain "::".
    private static string[] Split(string urn) => urn.Split("::", 4);
}
