using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Providers.Command;

/// <summary>What remote and local commands have in common, read from checked inputs.</summary>
internal sealed class CommandInputs(PropertyMap inputs)
{
    private readonly PropertyMap _inputs = inputs;

    public string? Create => _inputs.TextOf("create");

    public string? Update => _inputs.TextOf("update");

    public string? Delete => _inputs.TextOf("delete");

    public string Stdin => _inputs.TextOf("stdin") ?? "";

    public bool AddPreviousOutputInEnv => _inputs.Get("addPreviousOutputInEnv").Reveal() is not PropertyValue.Bool { Value: false };

    public IReadOnlyDictionary<string, string> Environment =>
        _inputs.Get("environment").Reveal() is PropertyValue.Map map
            ? map.Properties.ToDictionary(entry => entry.Key, entry => ((PropertyValue.Text)entry.Value).Value, StringComparer.Ordinal)
            : [];

    public LoggedStreams Logging => _inputs.TextOf("logging") switch
    {
        "stdout" => LoggedStreams.Output,
        "stderr" => LoggedStreams.Error,
        "none" => LoggedStreams.None,
        _ => LoggedStreams.Both,
    };

    /// <summary>
    /// The previous run's output, offered to update and delete commands. An absent or empty stream sets nothing.
    /// </summary>
    public Dictionary<string, string> PreviousOutput(PropertyMap outputs)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!AddPreviousOutputInEnv)
            return variables;
        if (outputs.TextOf("stdout") is { Length: > 0 } stdout)
            variables["PULUMI_COMMAND_STDOUT"] = stdout;
        if (outputs.TextOf("stderr") is { Length: > 0 } stderr)
            variables["PULUMI_COMMAND_STDERR"] = stderr;
        return variables;
    }
}
