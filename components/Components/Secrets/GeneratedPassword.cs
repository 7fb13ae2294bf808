using Pulumi;
using Pulumi.Random;

namespace CarbonioInfra.Components.Secrets;

/// <summary>
/// A password that is made once and kept in the state: 33 letters and digits of which the first is a letter, because it travels through
/// files, shells and URLs. Neither another length nor another wording of the library makes it anew; replacing its resource does.
/// </summary>
public static class GeneratedPassword
{
    /// <summary>Random characters after the first letter: 190 bits.</summary>
    public const int RandomCharacters = 32;

    /// <summary>Makes a password; the result is a secret.</summary>
    /// <param name="name">Name of its resource.</param>
    /// <param name="parent">The component that uses it.</param>
    public static Output<string> Make(string name, Resource parent) => Output.CreateSecret(new RandomPassword(name, new RandomPasswordArgs
    {
        Length = RandomCharacters,
        Special = false,
    }, new CustomResourceOptions { Parent = parent, IgnoreChanges = { "length", "special" } }).Result.Apply(random => $"c{random}"));
}
