using System.CommandLine;
using CarbonioInfra.Engine.Configuration;

namespace CarbonioInfra.Engine.Cli.Verbs;

/// <summary><c>config set</c>: writes one setting into the stack file.</summary>
internal static class ConfigSet
{
    public static Command Create(EngineHost host, SharedOptions options)
    {
        var key = NewKey();
        var value = new Argument<string?>("VALUE")
        {
            Description = "The value. When it is left out it is read from standard input or asked for, so that no secret stands in an argument list.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var secret = new Option<bool>("--secret") { Description = "Encrypt the value with the stack's passphrase." };
        var path = NewPath();
        var command = new Command("set", "Writes a setting into the stack file, whose comments and order stay.")
        {
            options.Stack, key, value, secret, path,
        };
        command.SetAction(parsed =>
        {
            var settings = StackSettings.Open(host, options, parsed, options.Stack);
            var place = ConfigPlace.Parse(settings.Project, parsed.GetRequiredValue(key), parsed.GetValue(path));
            var isSecret = parsed.GetValue(secret);
            var text = parsed.GetValue(value) ?? Read(host, place.Key, isSecret);
            // Whoever types a value keeps nobody else waiting.
            StackSettings.Change(host, options, parsed, options.Stack, (current, edit) =>
            {
                if (isSecret)
                {
                    var (ciphertext, salt) = current.Encrypt(text);
                    edit.SetSecret(place, ciphertext, salt);
                }
                else
                {
                    edit.Set(place, text);
                }
            });
            return ExitCode.Success;
        });
        return command;
    }

    public static Argument<string> NewKey() => new("KEY") { Description = "The setting: `domain` is short for `carbonio-infra:domain`." };

    public static Option<bool> NewPath() => new("--path") { Description = "KEY leads into maps and lists: `topology.mta[0]`." };

    private static string Read(EngineHost host, string key, bool hidden)
    {
        if (host.Piped is { } piped)
        {
            var text = piped.ReadToEnd();
            if (text.Length == 0)
                throw new EngineException($"'{key}': expected a value as argument or on standard input, found nothing");
            // A file's last newline is seldom meant; Pulumi's own CLI leaves it out as well.
            return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        }

        return host.Ask?.Invoke($"{key}:", hidden) ?? throw new EngineException($"'{key}': expected a value, and there is nobody to ask");
    }
}
