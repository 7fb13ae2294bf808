using System.Security.Cryptography;
using CarbonioInfra.Engine.Configuration;

namespace CarbonioInfra.Engine.State;

/// <summary>Where a run puts its state after every step.</summary>
internal interface IStateSaver
{
    /// <summary>Returns once a state at least as new as that of the call is durable.</summary>
    /// <param name="capture">Gives the newest state; called at the moment of writing, from any thread.</param>
    Task SaveAsync(Func<Snapshot> capture);
}

/// <summary>
/// The state file of one stack. Saves are grouped: while one is being written, further requests wait for the next, which
/// then covers all of them. So every step is on disk before the next one depends on it, and hundreds of parallel steps do
/// not queue behind hundreds of writes.
/// </summary>
internal sealed class StateStore : IStateSaver
{
    private readonly string _path;
    private readonly StateSerializer _serializer;
    private readonly SecretsManager _secrets;
    private readonly Lock _gate = new();
    private TaskCompletionSource? _next;
    private bool _writing;

    private StateStore(string path, Snapshot loaded, StateSerializer serializer, SecretsManager secrets)
    {
        _path = path;
        Loaded = loaded;
        _serializer = serializer;
        _secrets = secrets;
    }

    /// <summary>What the file held when it was opened.</summary>
    public Snapshot Loaded { get; }

    /// <summary>Reads what a state document holds; a stack without one starts empty.</summary>
    /// <exception cref="EngineException">The file is damaged, or the passphrase is missing or wrong.</exception>
    public static StateStore Open(StateDocument document, SecretsManager secrets)
    {
        if (document.Root is not { } root)
            return new(document.Path, Snapshot.Empty, new(secrets.Crypter), secrets);
        try
        {
            var crypter = secrets.CrypterOf(document.EncryptionSalt);
            var reader = new StateSerializer(crypter);
            var loaded = reader.Read(root);
            // A large state need not be in memory twice for the length of a run.
            document.Dispose();
            // Ciphertexts can be kept as they are only when they are of the key that new ones get.
            var writer = ReferenceEquals(crypter, secrets.Crypter) ? reader : new(secrets.Crypter);
            return new(document.Path, loaded, writer, secrets);
        }
        catch (Exception error) when (StateDocument.IsDamage(error))
        {
            throw document.Damaged(error);
        }
        catch (CryptographicException error)
        {
            throw new EngineException(
                $"The secrets {document.Place} cannot be decrypted: they were encrypted with another passphrase.", error);
        }
    }

    /// <summary>The store of a state whose present file does not matter, because it is going to be written as a whole.</summary>
    public static StateStore Anew(string path, SecretsManager secrets) => Open(StateDocument.None(path), secrets);

    /// <summary>Keeps the file as it is now as <c>STACK.json.bak</c>, before a run changes it.</summary>
    public void BackUp()
    {
        if (File.Exists(_path))
            AtomicFile.Write(StateDocument.BackupOf(_path), output => output.Write(File.ReadAllBytes(_path)));
    }

    /// <inheritdoc/>
    public Task SaveAsync(Func<Snapshot> capture)
    {
        lock (_gate)
        {
            _next ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_writing)
            {
                _writing = true;
                _ = Task.Run(() => WriteAll(capture));
            }

            return _next.Task;
        }
    }

    private void WriteAll(Func<Snapshot> capture)
    {
        while (true)
        {
            TaskCompletionSource group;
            lock (_gate)
            {
                if (_next is null)
                {
                    _writing = false;
                    return;
                }

                group = _next;
                _next = null;
            }

            try
            {
                var snapshot = capture();
                AtomicFile.Write(_path, output => _serializer.Write(output, snapshot, _secrets.EncryptionSalt));
                group.SetResult();
            }
#pragma warning disable CA1031 // Whoever waits for this save gets the error, whatever it is.
            catch (Exception error)
#pragma warning restore CA1031
            {
                group.SetException(error);
            }
        }
    }
}
