using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Providers.Command;

/// <summary>Collects every problem of a resource's inputs. Unknown values pass: they are checked again once known.</summary>
internal sealed class InputCheck(PropertyMap inputs)
{
    private static readonly string[] LoggingValues = ["stdout", "stderr", "stdoutAndStderr", "none"];

    public List<CheckFailure> Failures { get; } = [];

    public void Fail(string property, string reason) => Failures.Add(new(property, reason));

    public void Text(string name, bool required = false)
    {
        var value = inputs.Get(name).Reveal();
        if (value is PropertyValue.Null && required)
            Fail(name, "is required");
        else if (value is not (PropertyValue.Null or PropertyValue.Text or PropertyValue.Unknown))
            Fail(name, $"expected a string, found {Kind(value)}");
    }

    /// <summary>The inputs of every command.</summary>
    public void Command()
    {
        foreach (var name in (string[])["create", "update", "delete", "stdin", "logging"])
            Text(name);
        if (inputs.TextOf("logging") is { } logging && !LoggingValues.Contains(logging, StringComparer.Ordinal))
            Fail("logging", $"expected one of {string.Join(", ", LoggingValues)}, found \"{logging}\"");
        Texts("environment", inputs.Get("environment").Reveal() is PropertyValue.Map map ? map.Properties : null);
        Triggers();
        if (inputs.Get("addPreviousOutputInEnv").Reveal() is not (PropertyValue.Null or PropertyValue.Bool or PropertyValue.Unknown) and var flag)
            Fail("addPreviousOutputInEnv", $"expected a boolean, found {Kind(flag)}");
    }

    public void Triggers()
    {
        if (inputs.Get("triggers").Reveal() is not (PropertyValue.Null or PropertyValue.List or PropertyValue.Unknown) and var triggers)
            Fail("triggers", $"expected a list, found {Kind(triggers)}");
    }

    public static string Kind(PropertyValue value) => value switch
    {
        PropertyValue.Null => "nothing",
        PropertyValue.Bool => "a boolean",
        PropertyValue.Number => "a number",
        PropertyValue.Text => "a string",
        PropertyValue.List => "a list",
        PropertyValue.Map => "an object",
        PropertyValue.Asset => "an asset",
        PropertyValue.Archive => "an archive",
        PropertyValue.ResourceReference => "a resource",
        _ => "an unknown value",
    };

    private void Texts(string name, PropertyMap? map)
    {
        if (map is null)
        {
            if (inputs.Get(name).Reveal() is not (PropertyValue.Null or PropertyValue.Unknown) and var value)
                Fail(name, $"expected an object of strings, found {Kind(value)}");
            return;
        }

        foreach (var (key, value) in map)
        {
            if (value is not (PropertyValue.Text or PropertyValue.Unknown))
                Fail($"{name}.{key}", $"expected a string, found {Kind(value)}");
        }
    }
}
