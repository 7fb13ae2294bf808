using System.Collections.Immutable;
using System.Security.Cryptography;
using CarbonioInfra.Engine.Configuration;
using CarbonioInfra.Engine.Program;
using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;
using YamlDotNet.RepresentationModel;

namespace CarbonioInfra.Engine.Cli;

/// <summary>One stack with everything that a command on it needs.</summary>
internal sealed class StackSession : IAsyncDisposable
{
    private readonly EngineHost _host;
    private readonly StackLock? _lock;
    private readonly StateDocument _document;
    private readonly SecretsManager _secrets;
    private readonly Lazy<ProviderRegistry> _providers;
    private readonly Lazy<StateStore> _store;
    private readonly Lazy<StackConfig> _config;

    private StackSession(EngineHost host, ProjectFile project, StackFile stack, StackLock? stackLock, StateDocument document,
        SecretsManager secrets)
    {
        _host = host;
        _lock = stackLock;
        Project = project;
        Stack = stack;
        _document = document;
        _secrets = secrets;
        _providers = new(() => host.Providers(new(project.ProgramDirectory, host.StateDirectory, stack.Stack)));
        _store = new(() => StateStore.Open(document, secrets));
        _config = new(() => StackConfig.Resolve(project, stack, secrets.Crypter));
    }

    public ProjectFile Project { get; }

    public StackFile Stack { get; }

    /// <summary>Knows the secrets of the settings; runs add those of resources.</summary>
    public SecretMask Mask { get; } = new();

    public StateStore Store => _store.Value;

    public StackConfig Config => _config.Value;

    public ProviderRegistry Providers => _providers.Value;

    public string LogDirectory => Path.Combine(_host.StateDirectory, "logs");

    /// <summary>Whether its hosts are a lab on this machine.</summary>
    public bool IsLab => IsLabOf(Project, Stack);

    /// <summary>Opens a stack. One that does not exist leaves nothing behind.</summary>
    /// <exception cref="EngineException">Project, stack or state cannot be used, or another run has the stack.</exception>
    public static StackSession Open(EngineHost host, string root, string stackName, StackAccess access)
    {
        var project = ProjectFile.Read(root);
        var stack = StackFile.Read(project, stackName);
        StackLock? stackLock = null;
        if (access != StackAccess.Look)
        {
            AtomicFile.EnsurePrivateFolder(host.StateDirectory);
            stackLock = StackLock.Take(Path.Combine(host.StateDirectory, $"{stackName}.lock"), stackName);
        }

        try
        {
            var document = Load(Path.Combine(host.StateDirectory, $"{stackName}.json"), access);
            var secrets = new SecretsManager(
                PassphraseOf(host, project, stack, mayMake: access != StackAccess.Look), stack.EncryptionSalt ?? document.EncryptionSalt);
            // The state has secrets as soon as there is one, and their key takes its time.
            if (document.Root is not null)
                secrets.Prepare();
            return new(host, project, stack, stackLock, document, secrets);
        }
        catch
        {
            stackLock?.Dispose();
            throw;
        }
    }

    /// <summary>Where the passphrase of a stack comes from.</summary>
    /// <param name="host">The process.</param>
    /// <param name="project">The project.</param>
    /// <param name="stack">The stack.</param>
    /// <param name="mayMake">Whether a lab that has none yet gets one.</param>
    public static StackPassphrase PassphraseOf(EngineHost host, ProjectFile project, StackFile stack, bool mayMake) => new()
    {
        Stack = stack.Stack,
        Variable = host.Variable,
        LabFile = IsLabOf(project, stack) ? Path.Combine(host.StateDirectory, $"{stack.Stack}.passphrase") : null,
        MayMakeLabFile = mayMake,
    };

    /// <summary>How long the steps of earlier runs took.</summary>
    public StepDurations Durations => StepDurations.Load(DurationsPath);

    /// <summary>Notes how long the steps of a run took, if that can be written.</summary>
    public void Remember(IEnumerable<(string Urn, TimeSpan Time)> steps, Snapshot after)
    {
        try
        {
            Durations.Remember(steps, after.Resources.Select(resource => resource.Urn));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Only estimates are made of it.
        }
    }

    /// <summary>The state as <c>pulumi stack export</c> would give it.</summary>
    /// <param name="showSecrets">Whether secrets stand there in plain.</param>
    /// <exception cref="EngineException">There is no state yet, or its secrets cannot be opened.</exception>
    public string Export(bool showSecrets)
    {
        if (_document.Root is not { } root)
            throw new EngineException($"Stack '{Stack.Stack}' has no state yet.");
        try
        {
            return StateJson.Indented(writer => ExportedDeployment.Write(
                writer, root, showSecrets ? _secrets.CrypterOf(_document.EncryptionSalt) : null));
        }
        catch (CryptographicException error)
        {
            throw new EngineException($"The secrets {_document.Place} cannot be decrypted: {error.Message}", error);
        }
    }

    /// <summary>Puts a deployment in the place of the stack's state, once nothing is wrong with it.</summary>
    /// <param name="file">Where the deployment comes from; null for standard input.</param>
    /// <param name="text">The deployment, as this engine or <c>pulumi stack export</c> gives it.</param>
    /// <returns>What was taken over, and the operations that were not finished, which are not taken over.</returns>
    /// <exception cref="EngineException">It cannot be the state of this stack; everything that is wrong is told.</exception>
    public async Task<Snapshot> ImportAsync(string? file, ReadOnlyMemory<byte> text)
    {
        using var document = StateDocument.Parse(file, text);
        var imported = StateStore.Open(document, _secrets).Loaded;
        SnapshotCheck.Require(imported, document.Place, Project.Name, Stack.Stack);
        RequireKey();
        if (_document.Root is not null)
            Store.BackUp();
        else if (File.Exists(_document.Path))
            File.Move(_document.Path, _document.Path + ".damaged", overwrite: true);
        await StateStore.Anew(_document.Path, _secrets).SaveAsync(() => imported with { PendingOperations = [] });
        return imported;
    }

    /// <summary>Removes the stack's file and everything of it in the state directory but its logs.</summary>
    public void RemoveFiles()
    {
        foreach (var end in (string[])["json", "json.bak", "json.damaged", "durations.json", "passphrase", "lock"])
            File.Delete(Path.Combine(_host.StateDirectory, $"{Stack.Stack}.{end}"));
        File.Delete(Stack.File.Path);
    }

    /// <summary>Makes sure that there is a key to store secrets with, before anything is done that must be stored.</summary>
    /// <exception cref="EngineException">There is no passphrase, or it is wrong.</exception>
    public void RequireKey() => _ = _secrets.Crypter.Encrypt("");

    public DeploymentOptions Options(bool dryRun, int parallel) => new()
    {
        Stack = Stack.Stack,
        Project = Project.Name,
        DryRun = dryRun,
        Parallel = parallel,
        ProgramDirectory = Project.ProgramDirectory,
        PackageConfig = package => PropertyMap.From(Config.Values
            .Where(entry => entry.Key.StartsWith(package + ":", StringComparison.Ordinal))
            .Select(entry => KeyValuePair.Create(entry.Key[(package.Length + 1)..],
                entry.Value.IsSecret ? new PropertyValue.Secret(entry.Value.Text) : (PropertyValue)entry.Value.Text))),
    };

    public Deployment Deploy(DeploymentOptions options, Snapshot state, IRunObserver observer)
    {
        Mask.Add(Config.Values.Values.Where(value => value.IsSecret).Select(value => value.Text));
        return new(options, state, Providers, Store, observer, Mask);
    }

    public ProgramRun Program(string assembly, DeploymentOptions options, Deployment deployment, IRunObserver observer) => new(
        new()
        {
            Assembly = Path.GetFullPath(assembly),
            Directory = Project.ProgramDirectory,
            RootDirectory = Project.RootDirectory,
            Project = Project.Name,
            Stack = Stack.Stack,
            Config = Config,
            DryRun = options.DryRun,
            Parallel = options.Parallel,
            Environment = ImmutableDictionary<string, string>.Empty.Add("CARBONIO_STATE_DIR", _host.StateDirectory),
        },
        deployment, observer, Mask, _host.Patience);

    public async ValueTask DisposeAsync()
    {
        _document.Dispose();
        if (_providers.IsValueCreated)
            await _providers.Value.DisposeAsync();
        _lock?.Dispose();
    }

    private string DurationsPath => Path.Combine(_host.StateDirectory, $"{Stack.Stack}.durations.json");

    private static StateDocument Load(string path, StackAccess access)
    {
        try
        {
            return StateDocument.Load(path);
        }
        catch (EngineException) when (access == StackAccess.Replace)
        {
            return StateDocument.None(path);
        }
    }

    private static bool IsLabOf(ProjectFile project, StackFile stack) =>
        stack.Config.GetValueOrDefault($"{project.Name}:platform") is YamlScalarNode { Value: "lab" };
}

/// <summary>What a command is going to do with a stack.</summary>
internal enum StackAccess
{
    /// <summary>Look at it; nothing is written.</summary>
    Look,

    /// <summary>Change its state: no other run may, and there must be a key to store secrets with.</summary>
    Change,

    /// <summary>Put another state in its place, also of one that is damaged.</summary>
    Replace,
}
