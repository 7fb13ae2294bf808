using System.Security.Cryptography;
using System.Text;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Configuration;

/// <summary>
/// Pulumi's passphrase encryption, so that config and state move freely between this engine and the official one. A value
/// is <c>v1:NONCE:CIPHERTEXT</c>: AES-256-GCM, 12-byte nonce, ciphertext followed by the 16-byte tag, both base64. The key
/// comes from the passphrase by PBKDF2 over SHA-256 with 1,000,000 rounds and a salt of 8 bytes. A stack's
/// <c>encryptionsalt</c> is <c>v1:SALT:</c> followed by a known text encrypted with the key, which tells a wrong passphrase.
/// </summary>
internal sealed class PassphraseCrypter : ISecretCrypter, IDisposable
{
    private const string Version = "v1";
    private const string KnownText = "pulumi";
    private const int Rounds = 1_000_000;
    private const int KeyBytes = 32;
    private const int SaltBytes = 8;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly AesGcm _cipher;

    private PassphraseCrypter(string passphrase, ReadOnlySpan<byte> salt)
    {
        var key = Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, Rounds, HashAlgorithmName.SHA256, KeyBytes);
        _cipher = new(key, TagBytes);
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>A crypter with a salt of its own.</summary>
    /// <returns>The crypter and the <c>encryptionsalt</c> by which <see cref="Open"/> finds the same key again.</returns>
    public static (PassphraseCrypter Crypter, string EncryptionSalt) Create(string passphrase)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var crypter = new PassphraseCrypter(passphrase, salt);
        return (crypter, $"{Version}:{Convert.ToBase64String(salt)}:{crypter.Encrypt(KnownText)}");
    }

    /// <exception cref="CryptographicException">The passphrase is wrong, or the salt is not one.</exception>
    public static PassphraseCrypter Open(string passphrase, string encryptionSalt)
    {
        var parts = encryptionSalt.Split(':', 3);
        if (parts.Length != 3 || parts[0] != Version || !TryDecode(parts[1], out var salt))
            throw new CryptographicException($"encryptionsalt must have the form {Version}:SALT:CHECK");
        var crypter = new PassphraseCrypter(passphrase, salt);
        try
        {
            if (crypter.Decrypt(parts[2]) == KnownText)
                return crypter;
        }
        catch (CryptographicException)
        {
            // The same answer as for a text that is not the known one.
        }

        crypter.Dispose();
        throw new CryptographicException("incorrect passphrase");
    }

    public string Encrypt(string plaintext)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        var text = Encoding.UTF8.GetBytes(plaintext);
        var sealedText = new byte[text.Length + TagBytes];
        lock (_cipher)
            _cipher.Encrypt(nonce, text, sealedText.AsSpan(0, text.Length), sealedText.AsSpan(text.Length));
        return $"{Version}:{Convert.ToBase64String(nonce)}:{Convert.ToBase64String(sealedText)}";
    }

    public string Decrypt(string ciphertext)
    {
        var parts = ciphertext.Split(':');
        if (parts.Length != 3 || parts[0] != Version || !TryDecode(parts[1], out var nonce) || !TryDecode(parts[2], out var sealedText)
            || nonce.Length != NonceBytes || sealedText.Length < TagBytes)
        {
            throw new CryptographicException($"an encrypted value must have the form {Version}:NONCE:CIPHERTEXT");
        }

        var text = new byte[sealedText.Length - TagBytes];
        lock (_cipher)
            _cipher.Decrypt(nonce, sealedText.AsSpan(0, text.Length), sealedText.AsSpan(text.Length), text);
        return Encoding.UTF8.GetString(text);
    }

    public void Dispose() => _cipher.Dispose();

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length];
        var ok = Convert.TryFromBase64String(text, bytes, out var length);
        Array.Resize(ref bytes, ok ? length : 0);
        return ok;
    }
}
