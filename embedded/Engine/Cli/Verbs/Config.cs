using System.CommandLine;
using System.Text.Json;
using CarbonioInfra.Engine.Configuration;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Cli.Verbs;

/// <summary><c>config</c>: a stack's settings; its sub verbs change them.</summary>
internal static class Config
{
    public static Command Create(EngineHost host, SharedOptions options)
    {
        var stack = SharedOptions.NewStack();
        stack.Arity = ArgumentArity.ZeroOrOne;
        var json = new Option<bool>("--json") { Description = "Print one JSON object, as `pulumi config --json` does." };
        var showSecrets = new Option<bool>("--show-secrets") { Description = "Print secrets in plain instead of [secret]." };
        var command = new Command("config", "Prints the stack's settings with the project's defaults, secrets masked.")
        {
            stack, json, showSecrets, ConfigSet.Create(host, options), ConfigGet.Create(host, options), ConfigRemove.Create(host, options),
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(stack)?.Tokens.Count is not > 0 && !result.Children.OfType<System.CommandLine.Parsing.CommandResult>().Any())
                result.AddError("STACK: expected the name of a stack, or a sub verb");
        });
        command.SetAction(parsed =>
        {
            var settings = StackSettings.Open(host, options, parsed, stack);
            var show = parsed.GetValue(showSecrets);
            var values = settings.All().Select(setting => (setting.Key,
                Value: show ? settings.Reveal(setting.Key, setting.Node) : StackSettings.Mask(setting.Node),
                IsStructure: setting.Node is not YamlDotNet.RepresentationModel.YamlScalarNode && ConfigValue.SecureTextOf(setting.Node) is null)).ToList();
            if (parsed.GetValue(json))
                host.Output.WriteLine(Json(values, show));
            else
                Table(host.Output, values.Select(value => (settings.Project.ShortKey(value.Key), value.Value.Text)).ToList());
            return ExitCode.Success;
        });
        return command;
    }

    private static void Table(TextWriter output, List<(string Key, string Value)> rows)
    {
        var width = rows.Select(row => row.Key.Length).DefaultIfEmpty().Max();
        foreach (var (key, value) in rows)
            output.WriteLine($"{key.PadRight(width)}  {value}");
    }

    private static string Json(List<(string Key, ConfigValue Value, bool IsStructure)> values, bool showSecrets) => StateJson.Indented(writer =>
    {
        writer.WriteStartObject();
        foreach (var (key, value, isStructure) in values)
        {
            writer.WriteStartObject(key);
            if (!value.IsSecret || showSecrets)
            {
                writer.WriteString("value", value.Text);
                if (isStructure)
                {
                    writer.WritePropertyName("objectValue");
                    writer.WriteRawValue(value.Text);
                }
            }

            writer.WriteBoolean("secret", value.IsSecret);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    });
}
