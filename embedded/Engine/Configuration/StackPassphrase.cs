using System.Security.Cryptography;
using System.Text;
using CarbonioInfra.Engine.State;

namespace CarbonioInfra.Engine.Configuration;

/// <summary>
/// Where one stack's passphrase comes from: the user, by variable or file, as with Pulumi's own CLI. A lab also has one of its
/// own, kept beside its state, so that trying it takes no preparation; it never leaves the machine.
/// </summary>
internal sealed record StackPassphrase
{
    public required string Stack { get; init; }

    /// <summary>Gives environment variables.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Where a lab keeps its own; null for other stacks.</summary>
    public string? LabFile { get; init; }

    /// <summary>Whether a lab that has none may get one, which only a command that stores something needs.</summary>
    public bool MayMakeLabFile { get; init; }

    /// <summary>Passphrases to open existing secrets with, the likeliest first, each with the place it comes from.</summary>
    /// <exception cref="EngineException">There is none, or a named file cannot be read.</exception>
    public IReadOnlyList<(string Passphrase, string Place)> Known()
    {
        var known = new List<(string, string)>();
        if (Passphrase.FromEnvironment(Variable) is { } given)
            known.Add((given, string.Join(" or ", Passphrase.Variables)));
        if (LabFile is not null && File.Exists(LabFile))
            known.Add((Read(LabFile), LabFile));
        return known.Count != 0 ? known : throw Passphrase.Missing(Stack, LabFile);
    }

    /// <summary>The passphrase to make a new key from.</summary>
    /// <exception cref="EngineException">There is none, or a named file cannot be read.</exception>
    public string ForNewKey()
    {
        if (Passphrase.FromEnvironment(Variable) is { } given)
            return given;
        if (LabFile is null || !(MayMakeLabFile || File.Exists(LabFile)))
            throw Passphrase.Missing(Stack, LabFile);
        if (File.Exists(LabFile))
            return Read(LabFile);
        AtomicFile.EnsurePrivateFolder(Path.GetDirectoryName(LabFile)!);
        var passphrase = RandomNumberGenerator.GetHexString(64, lowercase: true);
        AtomicFile.Write(LabFile, output => output.Write(Encoding.ASCII.GetBytes(passphrase + "\n")));
        return passphrase;
    }

    private static string Read(string path) => File.ReadAllText(path).Trim();
}
