using System.CommandLine;
using System.Security.Cryptography;
using CarbonioInfra.Engine.Configuration;
using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Values;
using YamlDotNet.RepresentationModel;

namespace CarbonioInfra.Engine.Cli;

/// <summary>What the verbs of <c>config</c> work on: the project and one stack's file. The state is none of their business.</summary>
internal sealed class StackSettings
{
    private readonly EngineHost _host;
    private readonly Lazy<SecretsManager> _secrets;

    private StackSettings(EngineHost host, ProjectFile project, StackFile stack)
    {
        _host = host;
        Project = project;
        Stack = stack;
        _secrets = new(() => new(StackSession.PassphraseOf(host, project, stack, mayMake: false), stack.EncryptionSalt));
    }

    public ProjectFile Project { get; }

    public StackFile Stack { get; }

    /// <exception cref="EngineException">There is no such stack, or its file cannot be used.</exception>
    public static StackSettings Open(EngineHost host, SharedOptions options, ParseResult parsed, Argument<string> stack)
    {
        var project = ProjectFile.Read(parsed.GetRequiredValue(options.Root));
        return new(host, project, StackFile.Read(project, parsed.GetRequiredValue(stack)));
    }

    /// <summary>Opens the settings to change them: from reading the stack file to the end of the change nobody else does.</summary>
    /// <inheritdoc cref="Open"/>
    public static void Change(
        EngineHost host, SharedOptions options, ParseResult parsed, Argument<string> stack, Action<StackSettings, StackFileEdit> change)
    {
        using var folderLock = FolderLock.Take(ProjectFile.Read(parsed.GetRequiredValue(options.Root)).StackDirectory);
        var settings = Open(host, options, parsed, stack);
        var edit = new StackFileEdit(settings.Project, settings.Stack);
        change(settings, edit);
        edit.Save();
    }

    /// <summary>All settings that a run gets, the project's defaults among them, sorted by key.</summary>
    public IEnumerable<(string Key, YamlNode Node)> All() => Project.Config
        .Where(declaration => declaration.Default is not null && !Stack.Config.ContainsKey(declaration.Key))
        .Select(declaration => (declaration.Key, declaration.Default!))
        .Concat(Stack.Config.Select(entry => (entry.Key, entry.Value)))
        .OrderBy(entry => entry.Key, StringComparer.Ordinal);

    /// <summary>A value as a program gets it, secrets in it opened.</summary>
    /// <exception cref="EngineException">A secret cannot be opened.</exception>
    public ConfigValue Reveal(string key, YamlNode node)
    {
        try
        {
            return ConfigValue.FromYaml(node, _secrets.Value.Crypter);
        }
        catch (CryptographicException error)
        {
            throw new EngineException($"{Stack.File.PlaceOf(node)}: '{key}' cannot be decrypted: {error.Message}", error);
        }
    }

    /// <summary>A value whose secrets are not opened.</summary>
    public static ConfigValue Mask(YamlNode node) => ConfigValue.FromYaml(node, new Blinding());

    /// <summary>Encrypts a value for the stack file, and tells the salt of the key.</summary>
    /// <exception cref="EngineException">There is no passphrase that others have too, or it is wrong.</exception>
    public (string Ciphertext, string EncryptionSalt) Encrypt(string value)
    {
        var passphrase = StackSession.PassphraseOf(_host, Project, Stack, mayMake: false);
        if (passphrase.LabFile is not null && Passphrase.FromEnvironment(_host.Variable) is null)
        {
            throw new EngineException(
                $"A lab's own passphrase never leaves this machine, so nobody else could read a secret in {Stack.File.Path}. "
                + $"Set {string.Join(" or ", Passphrase.Variables)} to a passphrase that all who use the file have; `up` then needs it too.");
        }

        var secrets = new SecretsManager(passphrase with { LabFile = null }, Stack.EncryptionSalt);
        return (secrets.Crypter.Encrypt(value), secrets.EncryptionSalt);
    }

    private sealed class Blinding : ISecretCrypter
    {
        public string Encrypt(string plaintext) => throw new NotSupportedException();

        public string Decrypt(string ciphertext) => "[secret]";
    }
}
