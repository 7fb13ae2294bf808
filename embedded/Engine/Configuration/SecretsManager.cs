using System.Security.Cryptography;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Configuration;

/// <summary>
/// The keys of one stack. Deriving a key takes a good part of a second, so it starts at once, in the background, and is
/// waited for by the first who needs it.
/// </summary>
internal sealed class SecretsManager
{
    private readonly StackPassphrase _passphrase;
    private readonly Lazy<Task<(ISecretCrypter Crypter, string Salt)>> _own;
    private readonly string? _ownSalt;
    private readonly ISecretCrypter _lazyCrypter;

    /// <param name="passphrase">Where passphrases come from; asked only when a key is needed.</param>
    /// <param name="encryptionSalt">The salt to use; null makes a new one.</param>
    public SecretsManager(StackPassphrase passphrase, string? encryptionSalt)
    {
        _passphrase = passphrase;
        _ownSalt = encryptionSalt;
        _own = new(() => Task.Run(() => Derive(encryptionSalt)));
        _lazyCrypter = new LazyCrypter(this);
    }

    /// <summary>Encrypts what is stored from now on. Asks for the passphrase only when something is encrypted or decrypted.</summary>
    public ISecretCrypter Crypter => _lazyCrypter;

    /// <summary>The salt of <see cref="Crypter"/> in the form of a stack file's <c>encryptionsalt</c>.</summary>
    public string EncryptionSalt => _ownSalt ?? _own.Value.GetAwaiter().GetResult().Salt;

    /// <summary>Starts deriving the key, so that it is there when it is needed.</summary>
    public void Prepare() => _ = _own.Value.ContinueWith(task => task.Exception, TaskScheduler.Default);

    /// <summary>The crypter for values that were encrypted under a given salt.</summary>
    public ISecretCrypter CrypterOf(string? encryptionSalt) =>
        encryptionSalt is null || encryptionSalt == _ownSalt ? Crypter : Derive(encryptionSalt).Crypter;

    private (ISecretCrypter Crypter, string Salt) Derive(string? encryptionSalt)
    {
        if (encryptionSalt is null)
            return PassphraseCrypter.Create(_passphrase.ForNewKey());
        var known = _passphrase.Known();
        var problem = "";
        foreach (var (passphrase, _) in known)
        {
            try
            {
                return (PassphraseCrypter.Open(passphrase, encryptionSalt), encryptionSalt);
            }
            catch (CryptographicException error)
            {
                problem = error.Message;
            }
        }

        throw new EngineException($"The secrets of stack '{_passphrase.Stack}' cannot be decrypted: {problem}. "
            + $"The passphrase was taken from {string.Join(", then from ", known.Select(entry => entry.Place))}.");
    }

    private sealed class LazyCrypter(SecretsManager manager) : ISecretCrypter
    {
        private ISecretCrypter Inner => manager._own.Value.GetAwaiter().GetResult().Crypter;

        public string Encrypt(string plaintext) => Inner.Encrypt(plaintext);

        public string Decrypt(string ciphertext) => Inner.Decrypt(ciphertext);
    }
}
