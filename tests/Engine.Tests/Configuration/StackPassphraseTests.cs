using CarbonioInfra.Engine.Configuration;

namespace CarbonioInfra.Engine.Tests.Configuration;

public sealed class StackPassphraseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_lab_makes_its_passphrase_once_and_for_its_owner_alone()
    {
        var first = Lab(mayMake: true).ForNewKey();

        Assert.Equal(first, Lab(mayMake: false).ForNewKey());
        Assert.Equal(64, first.Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["lab.passphrase"]));
    }

    [Fact]
    public void Who_only_looks_makes_none()
    {
        var error = Assert.Throws<EngineException>(() => Lab(mayMake: false).ForNewKey());

        Assert.Contains($"The lab's own is not there ({_folder["lab.passphrase"]})", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["lab.passphrase"]));
    }

    [Fact]
    public void Secrets_of_a_lab_open_with_its_own_passphrase_also_when_another_is_given()
    {
        var own = Lab(mayMake: true).ForNewKey();
        var given = Lab(mayMake: false, given: "everybody's");
        var (old, salt) = PassphraseCrypter.Create(own);
        using (old)
        {
            var sealedText = old.Encrypt("text");
            var secrets = new SecretsManager(given, encryptionSalt: null);
            Assert.Equal("text", secrets.CrypterOf(salt).Decrypt(sealedText));
            Assert.NotEqual(salt, secrets.EncryptionSalt);
        }

        Assert.Equal("everybody's", given.ForNewKey());
    }

    [Fact]
    public void When_no_passphrase_fits_the_places_tried_are_told()
    {
        Lab(mayMake: true).ForNewKey();
        var (other, salt) = PassphraseCrypter.Create("another machine's");
        other.Dispose();
        var error = Assert.Throws<EngineException>(() => new SecretsManager(Lab(mayMake: false, given: "x"), salt).Crypter.Encrypt(""));

        Assert.Contains("incorrect passphrase", error.Message, StringComparison.Ordinal);
        Assert.Contains($"PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE, then from {_folder["lab.passphrase"]}", error.Message,
            StringComparison.Ordinal);
    }

    private StackPassphrase Lab(bool mayMake, string? given = null) => new()
    {
        Stack = "lab",
        Variable = name => name == "PULUMI_CONFIG_PASSPHRASE" ? given : null,
        LabFile = _folder["lab.passphrase"],
        MayMakeLabFile = mayMake,
    };
}
