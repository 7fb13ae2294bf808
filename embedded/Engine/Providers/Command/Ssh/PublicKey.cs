using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CarbonioInfra.Engine.Providers.Command.Ssh;

/// <summary>An SSH public key.</summary>
/// <param name="Type">Its key type, for example <c>ssh-ed25519</c>.</param>
/// <param name="Base64">Its wire format in base64, as it stands in an <c>authorized_keys</c> line.</param>
internal sealed record PublicKey(string Type, string Base64)
{
    /// <summary>The fingerprint as <c>ssh-keygen -l</c> prints it, without the key's size: <c>SHA256:... (ssh-ed25519)</c>.</summary>
    public string Fingerprint =>
        $"SHA256:{Convert.ToBase64String(SHA256.HashData(Convert.FromBase64String(Base64))).TrimEnd('=')} ({Type})";

    /// <summary>
    /// The signature algorithms by which a server proves that it holds this key. RSA keys sign with SHA-2 only: SHA-1
    /// (<c>ssh-rsa</c>) can be forged.
    /// </summary>
    public IReadOnlyList<string> SignatureAlgorithms => Type == "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256"] : [Type];

    /// <summary>The key whose wire format this is; null when it is none.</summary>
    public static PublicKey? FromWire(ReadOnlySpan<byte> wire)
    {
        if (wire.Length < 4)
            return null;
        var length = BinaryPrimitives.ReadUInt32BigEndian(wire);
        if (length == 0 || length > wire.Length - 4)
            return null;
        var type = wire.Slice(4, (int)length);
        foreach (var character in type)
        {
            if (character is <= 0x20 or >= 0x7f)
                return null;
        }

        return new(Encoding.ASCII.GetString(type), Convert.ToBase64String(wire));
    }

    /// <summary>The key whose base64 form this is, if it is one of the given type; otherwise null.</summary>
    public static PublicKey? FromBase64(string type, string base64)
    {
        var wire = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, wire, out var length)
            && FromWire(wire.AsSpan(0, length)) is { } key && key.Type == type
            ? key
            : null;
    }
}
