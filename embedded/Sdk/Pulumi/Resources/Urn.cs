using System.Diagnostics.CodeAnalysis;

namespace Pulumi;

/// <summary>
/// The name of a resource across everything the engine manages:
/// <c>urn:pulumi:STACK::PROJECT::PARENT-TYPES$TYPE::NAME</c>.
/// </summary>
public readonly struct Urn : IEquatable<Urn>
{
    private const string Prefix = "urn:pulumi:";
    private const string Separator = "::";

    private readonly string? _text;

    /// <summary>A URN of that text, which is not checked.</summary>
    public Urn(string value) => _text = value;

    /// <summary>The text of the URN.</summary>
    public static implicit operator string(Urn value) => value.ToString();

    /// <summary>Whether both have the same text.</summary>
    public static bool operator ==(Urn left, Urn right) => left.Equals(right);

    /// <summary>Whether the texts differ.</summary>
    public static bool operator !=(Urn left, Urn right) => !left.Equals(right);

    /// <summary>
    /// The URN of a resource by its parts. Project and stack are those of the parent, which is given as a resource or as a URN;
    /// without a parent, they default to the running deployment's.
    /// </summary>
    public static Output<string> Create(
        Input<string> name,
        Input<string> type,
        Resource? parent = null,
        Input<string>? parentUrn = null,
        Input<string>? project = null,
        Input<string>? stack = null)
    {
        if (parent is not null && parentUrn is not null)
            throw new ArgumentException($"Only one of '{nameof(parent)}' and '{nameof(parentUrn)}' can be non-null.");

        var instance = Deployment.Instance;
        var givenParent = parent is null ? parentUrn?.ToOutput() : parent.Urn;
        var scope = givenParent is not null
            ? givenParent.Apply(urn => $"{urn[..^(NameOf(urn).Length + Separator.Length)]}$")
            : Output.Format($"{Prefix}{stack ?? instance.StackName}{Separator}{project ?? instance.ProjectName}{Separator}");
        return Output.Format($"{scope}{type}{Separator}{name}");
    }

    /// <inheritdoc/>
    public bool Equals(Urn other) => ToString() == other.ToString();

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Urn other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";

    internal static string NameOf(string urn) => Part(urn, 3);

    internal static string TypeOf(string urn) => Part(urn, 2).Split('$')[^1];

    /// <summary>The URN that a child had under a former URN of its parent.</summary>
    internal static Output<string> OfChild(
        string childName, string childType, string parentName, Output<string> formerParentUrn) =>
        formerParentUrn.Apply(parent =>
        {
            // Children are named after their parents by convention, so a renamed parent means renamed children.
            var formerName = childName.StartsWith(parentName, StringComparison.Ordinal)
                ? NameOf(parent) + childName[parentName.Length..]
                : childName;
            return Create(formerName, childType, parentUrn: parent);
        });

    // The name comes last and may itself contain the separator.
    private static string Part(string urn, int index) =>
        urn.Split(Separator, 4) is { Length: 4 } parts
            ? parts[index]
            : throw new FormatException($"'{urn}' is not a URN: expected {Prefix}STACK::PROJECT::TYPE::NAME.");
}
