using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Tests.Steps;

public sealed class SecretMaskTests
{
    private readonly SecretMask _mask = new();

    [Fact]
    public void Masks_whole_texts_the_longest_first()
    {
        _mask.Add(["secret", "secret-and-more"]);

        Assert.Equal("a [secret] b [secret] c", _mask.Apply("a secret-and-more b secret c"));
    }

    [Fact]
    public void Masks_single_lines_of_a_secret_of_several()
    {
        _mask.Add(["-----BEGIN-----\nMIIEvQIBADANBgkqhkiG9w0\n"]);

        Assert.Equal("found [secret] there", _mask.Apply("found MIIEvQIBADANBgkqhkiG9w0 there"));
    }

    [Fact]
    public void Leaves_everyday_words()
    {
        _mask.Add(["no", "1", ""]);

        Assert.Equal("no 1", _mask.Apply("no 1"));
    }
}
