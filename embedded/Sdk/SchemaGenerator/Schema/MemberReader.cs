using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using CarbonioInfra.Embedded.SchemaGenerator.Json;

namespace CarbonioInfra.Embedded.SchemaGenerator.Schema;

/// <summary>Takes members out of JSON objects; what is missing or of another kind becomes a problem and an empty answer.</summary>
internal sealed class MemberReader(Problems problems)
{
    public string? Text(JsonValue owner, string member) => Member(owner, member, JsonKind.String)?.Text;

    public string RequiredText(JsonValue owner, string member)
    {
        if (owner[member] is null)
            problems.Schema(owner, $"'{member}' is missing");
        return Text(owner, member) ?? "";
    }

    public bool Flag(JsonValue owner, string member) => Member(owner, member, JsonKind.Boolean)?.Text == "true";

    public JsonValue? Object(JsonValue owner, string member) => Member(owner, member, JsonKind.Object);

    /// <summary>The members of an object in an order that does not depend on how the file was written.</summary>
    public IEnumerable<KeyValuePair<string, JsonValue>> Objects(JsonValue owner, string member)
    {
        var values = Object(owner, member)?.Members ?? ImmutableDictionary<string, JsonValue>.Empty;
        return values.OrderBy(value => value.Key, StringComparer.Ordinal).Where(value => Is(value.Value, JsonKind.Object));
    }

    public IEnumerable<JsonValue> Items(JsonValue owner, string member, JsonKind kind) =>
        Member(owner, member, JsonKind.Array)?.Items.Where(item => Is(item, kind)) ?? [];

    public ImmutableArray<string> Texts(JsonValue owner, string member) =>
        [.. Items(owner, member, JsonKind.String).Select(item => item.Text)];

    public bool Is(JsonValue value, JsonKind kind)
    {
        if (value.Kind == kind)
            return true;
        problems.Schema(value, $"expected {Describe(kind)}, found {Describe(value.Kind)}");
        return false;
    }

    public void RefuseUnknown(JsonValue owner, ImmutableHashSet<string> known)
    {
        foreach (var member in owner.Members)
        {
            if (known.Contains(member.Key))
                continue;
            if (KnownMembers.Unsupported.Contains(member.Key))
                problems.Unsupported(member.Value, $"'{member.Key}' is not supported by this generator");
            else
                problems.Schema(member.Value, $"'{member.Key}' is not a member that this object can have");
        }
    }

    private JsonValue? Member(JsonValue owner, string member, JsonKind kind) =>
        owner[member] is { } value && Is(value, kind) ? value : null;

    private static string Describe(JsonKind kind) => kind switch
    {
        JsonKind.Array => "a list",
        JsonKind.Boolean => "true or false",
        JsonKind.Null => "null",
        JsonKind.Number => "a number",
        JsonKind.Object => "an object",
        _ => "a string",
    };
}
