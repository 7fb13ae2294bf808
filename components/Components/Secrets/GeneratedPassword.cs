using Pulumi;
using Pulumi.Random;

namespace CarbonioInfra.Components.Secrets;

/// <summary>
/// A password that is made once and kept in the state: 33 letters and digits of which the first is a letter, because it travels through
/// files, shells and URLs. Neither another length nor another wording of the library makes it anew; another generation does, and replacing
/// its resource.
/// </summary>
public static class GeneratedPassword
{
    /// <summary>Random characters after the first letter: 190 bits.</summary>
    public const int RandomCharacters = 32;

    /// <summary>Makes a password; the result is a secret.</summary>
    /// <param name="name">Name of its resource.</param>
    /// <param name="parent">The component that uses it.</param>
    /// <param name="generation">Any text; another text makes another password. Default: null, the first generation.</param>
    public static Output<string> Make(string name, Resource parent, string? generation = null)
    {
        var args = new RandomPasswordArgs { Length = RandomCharacters, Special = false };
        if (generation is not null)
            args.Keepers["generation"] = generation;
        var options = new CustomResourceOptions { Parent = parent, IgnoreChanges = { "length", "special" } };
        return Output.CreateSecret(new RandomPassword(name, args, options).Result.Apply(random => $"c{random}"));
    }
}
