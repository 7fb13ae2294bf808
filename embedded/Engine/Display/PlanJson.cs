using System.Text.Json;
using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Display;

/// <summary>
/// A plan for programs: what each step does to which resource and why, secrets masked, and the counts. The same plan is the same
/// text. README.md describes it; <c>version</c> changes when something that is there changes its meaning or goes away.
/// </summary>
internal static class PlanJson
{
    private const int Version = 1;

    /// <param name="plan">The plan.</param>
    /// <param name="project">The project.</param>
    /// <param name="stack">The stack.</param>
    /// <param name="before">The state that it starts from.</param>
    /// <param name="outline">Its steps in order.</param>
    /// <param name="mask">Knows the texts of secrets.</param>
    public static string Of(Deployment plan, string project, string stack, Snapshot before, Outline outline, SecretMask mask) =>
        StateJson.Indented(writer =>
        {
            var old = before.Resources.Where(resource => !resource.Delete)
                .ToDictionary(resource => resource.Urn, StringComparer.Ordinal);
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            writer.WriteString("project", project);
            writer.WriteString("stack", stack);
            writer.WriteStartArray("steps");
            foreach (var step in outline.Order().Select(entry => entry.Step).Where(step => step.Kind != StepKind.Same))
                Write(writer, step, old.GetValueOrDefault(step.Urn), plan.Find(step.Urn), mask);
            writer.WriteEndArray();
            writer.WriteStartObject("summary");
            writer.WriteNumber("create", plan.Summary.Created);
            writer.WriteNumber("update", plan.Summary.Updated);
            writer.WriteNumber("replace", plan.Summary.Replaced);
            writer.WriteNumber("delete", plan.Summary.Deleted);
            writer.WriteNumber("same", plan.Summary.Unchanged);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });

    private static void Write(Utf8JsonWriter writer, Step step, ResourceState? old, ResourceState? planned, SecretMask mask)
    {
        writer.WriteStartObject();
        writer.WriteString("op", Wording.Plan(step.Kind));
        writer.WriteString("urn", step.Urn);
        writer.WriteString("type", step.Type);
        writer.WriteString("name", step.Name);
        var resource = planned ?? old;
        writer.WriteString("parent", resource?.Parent ?? "");
        writer.WriteStartArray("dependencies");
        foreach (var urn in (resource?.Dependencies ?? []).Order(StringComparer.Ordinal))
            writer.WriteStringValue(urn);
        writer.WriteEndArray();
        writer.WriteString("reason", step.Reason);
        writer.WriteStartArray("changes");
        foreach (var change in step.Changes)
        {
            writer.WriteStartObject();
            writer.WriteString("path", change.Path.ToString());
            writer.WriteString("kind", change.Kind.ToString().ToLowerInvariant());
            WriteValue("old", old?.Inputs);
            WriteValue("new", planned?.Inputs);
            writer.WriteEndObject();

            void WriteValue(string name, PropertyMap? inputs)
            {
                if (inputs is null || ValueAt(inputs, change.Path) is not { } value)
                    return;
                writer.WritePropertyName(name);
                // Nothing is left to encrypt.
                StateValues.Write(writer, Masked(value, mask), WithinSecret.Instance);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    // What stands inside a secret is one.
    private static PropertyValue? ValueAt(PropertyMap inputs, PropertyPath path)
    {
        PropertyValue? value = inputs;
        foreach (var segment in path.Segments)
        {
            if (value is PropertyValue.Secret)
                return value;
            value = (value, segment.Key) switch
            {
                (PropertyValue.Map map, { } key) => map.Properties.ContainsKey(key) ? map.Properties[key] : null,
                (PropertyValue.List list, null) when segment.Index >= 0 && segment.Index < list.Items.Length => list.Items[segment.Index],
                _ => null,
            };
        }

        return value;
    }

    private static PropertyValue Masked(PropertyValue value, SecretMask mask) => value switch
    {
        PropertyValue.Secret => "[secret]",
        PropertyValue.Unknown => "[unknown]",
        PropertyValue.Text text => mask.Apply(text.Value),
        PropertyValue.List list => PropertyValue.ListOf(list.Items.Select(item => Masked(item, mask))),
        PropertyValue.Map map => map.Properties.Select(item => Masked(item, mask)),
        _ => value,
    };
}
