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
        if (FieldLength(wire) is not (> 0 and var length))
            return null;
        var type = wire.Slice(4, length);
        if (type.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
            return null;

        // After the type comes the key itself: fields that fill the rest exactly. This is what finds a truncated copy.
        var rest = wire[(4 + length)..];
        if (rest.IsEmpty)
            return null;
        while (!rest.IsEmpty)
        {
            if (FieldLength(rest) is not { } field)
                return null;
            rest = rest[(4 + field)..];
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

    // The length of the field at the start; null when there is no whole one.
    private static int? FieldLength(ReadOnlySpan<byte> wire) =>
        BinaryPrimitives.TryReadUInt32BigEndian(wire, out var length) && length <= wire.Length - 4 ? (int)length : null;
}
